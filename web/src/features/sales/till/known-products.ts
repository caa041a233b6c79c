import { productsListProducts } from '@/api/gen/sdk.gen'
import { bestMatch } from '@/shared/product-picker/best-match'
import type { Product } from '@/shared/products'
import { database } from '../queue/database'

/** Prices may change within the hour; whoever sells without a network is told of when they are. */
const FRESH_MS = 60 * 60 * 1000
const PAGE = 100

/** When the catalogue was kept here; null when it is not. */
export async function knownSince(): Promise<string | null> {
  const at = await (await database()).get('facts', 'products')
  return typeof at === 'string' ? at : null
}

/** Keeps the whole catalogue for the time without a network, unless that was done lately. */
export async function keepCatalogue() {
  const since = await knownSince()
  if (since && Date.now() - Date.parse(since) < FRESH_MS) return
  const at = new Date().toISOString()
  const found: Product[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query = { cursor, limit: PAGE }
    const { data, response } = await productsListProducts({ query })
    found.push(...data)
    cursor = nextCursor(response.headers.get('Link'))
  }
  const db = await database()
  const tx = db.transaction(['products', 'facts'], 'readwrite')
  const products = tx.objectStore('products')
  await Promise.all([
    products.clear(),
    // What things cost is for managers, and nobody sells by it.
    ...found.map((product) => products.put({ ...product, cost: null })),
    tx.objectStore('facts').put(at, 'products'),
    tx.done,
  ])
}

function nextCursor(link: string | null): string | null {
  const next = /<([^>]*)>;\s*rel="?next"?/.exec(link ?? '')?.[1]
  return next ? new URL(next, 'http://any').searchParams.get('cursor') : null
}

/** Another person does not see what the one before has read. */
export async function forgetCatalogue() {
  const db = await database()
  await Promise.all([db.clear('products'), db.clear('facts')])
}

export async function keepFrequent(ids: readonly number[]) {
  await (await database()).put('facts', [...ids], 'frequent')
}

export async function knownFrequent(): Promise<Product[]> {
  const db = await database()
  const ids = ((await db.get('facts', 'frequent')) ?? []) as number[]
  const found = await Promise.all(ids.map((id) => db.get('products', id)))
  return found.filter((product) => product !== undefined)
}

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Of the kept catalogue what has all words in its name or sku, or this barcode or parent. */
export async function searchKnown(
  asked: { q?: string | undefined; parent_id?: number | undefined },
  limit: number,
): Promise<Product[]> {
  const all = await (await database()).getAll('products')
  if (asked.parent_id) return all.filter(({ parent_id }) => parent_id === asked.parent_id)
  const text = (asked.q ?? '').trim()
  const exact = bestMatch(
    all.filter((product) => isExactly(product, text)),
    text,
  )
  const words = plain(text).split(/\s+/)
  const rows = all.filter(({ name, sku }) => {
    const within = plain(`${name} ${sku}`)
    return words.every((word) => within.includes(word))
  })
  return [...new Set([...(exact ? [exact] : []), ...rows])].slice(0, limit)
}

/** Without the zeros that make all lengths of codes comparable. */
export const significant = (code: string) => code.replace(/^0+/, '')

const isExactly = ({ sku, barcodes }: Product, text: string) =>
  sku.toLowerCase() === text.toLowerCase() ||
  barcodes.some((code) => significant(code) === significant(gtinOf(text)))

/** The number of the article in a GS1 code, in any of its spellings; else the code itself. */
export const gtinOf = (code: string) =>
  /^(?:\]\w\w)?\(?01\)?(\d{14})/.exec(code)?.[1] ?? /\/01\/(\d{8,14})/.exec(code)?.[1] ?? code
