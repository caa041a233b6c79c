import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { ApiError } from '@/api/errors'
import { productsListProducts, productsScan, salesListSales } from '@/api/gen/sdk.gen'
import { bestMatch } from '@/shared/product-picker/best-match'
import { isScan, type Scan } from '@/shared/product-picker/scan'
import { type Product, productsKey } from '@/shared/products'
import { salesKey } from '@/shared/sales'
import { keepFrequent, knownFrequent, knownSince, searchKnown } from './known-products'
import { offlineScan } from './offline-scan'

/** Products to choose from, and since when they are known where the network is away. */
export type Found = { rows: Product[]; since: string | null }
/** What is looked for: words or a code, or the variants of a parent. */
export type Asked = { q: string } | { parent_id: number }

export const TILES = 12
/** So many of the last sales say what is sold most. */
const LOOKED_AT = 100
/** Whoever stands at a till cannot wait for a network that does not answer. */
const PATIENCE_MS = 4_000

/** No answer, or none from the service itself. */
const isUnreachable = (failure: unknown) =>
  failure instanceof ApiError && (failure.status === 0 || failure.status >= 502)

/** What the service says; where it cannot be reached, what was kept of it here. */
async function orKnown(
  read: (signal: AbortSignal) => Promise<Product[]>,
  known: () => Promise<Product[]>,
  signal: AbortSignal,
): Promise<Found> {
  try {
    return {
      rows: await read(AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)])),
      since: null,
    }
  } catch (failure) {
    const since = isUnreachable(failure) ? await knownSince().catch(() => null) : null
    if (!since) throw failure
    return { rows: await known(), since }
  }
}

const find = (asked: Asked, signal: AbortSignal) =>
  orKnown(
    async (within) => {
      const query = { ...asked, limit: TILES }
      return (await productsListProducts({ query, signal: within })).data
    },
    () => searchKnown(asked, TILES),
    signal,
  )

export const foundQuery = (asked: Asked) =>
  queryOptions({
    queryKey: [...productsKey, 'till', asked],
    queryFn: ({ signal }) => find(asked, signal),
    placeholderData: keepPreviousData,
    retry: false,
  })

/** The products that were sold most often lately, the first most of all. */
export const frequentQuery = queryOptions({
  queryKey: [...salesKey, 'till', 'frequent'],
  queryFn: ({ signal }) =>
    orKnown(
      async (within) => {
        const sales = await salesListSales({ query: { limit: LOOKED_AT }, signal: within })
        const times = new Map<number, number>()
        for (const { product_id } of sales.data) {
          times.set(product_id, (times.get(product_id) ?? 0) + 1)
        }
        const ids = [...times].sort(([, a], [, b]) => b - a).map(([id]) => id)
        const wanted = ids.slice(0, TILES)
        if (wanted.length === 0) return []
        const query = { ids: wanted, limit: TILES }
        const { data } = await productsListProducts({ query, signal: within })
        await keepFrequent(wanted).catch(() => undefined)
        return data.sort((a, b) => wanted.indexOf(a.id) - wanted.indexOf(b.id))
      },
      knownFrequent,
      signal,
    ),
  // The tiles stay where the hand expects them while one sells.
  staleTime: 10 * 60_000,
  retry: false,
})

/**
 * What somebody meant by a code or a word and Enter, `layout` being that of
 * the shop's scales: null when nothing is called so. Asked by
 * itself: what is shown meanwhile is given up as soon as something else stands in the field.
 */
export async function lookUp(
  text: string,
  layout: string | null,
): Promise<{ scan: Scan } | { product: Product } | null> {
  if (isScan(text)) {
    const scan = await scanned(text, layout)
    if (scan) return { scan }
  }
  const { rows } = await find({ q: text }, new AbortController().signal)
  const product = bestMatch(rows, text)
  return product ? { product } : null
}

/** What the service reads in a code; where it cannot be reached, what is known here of labels. */
async function scanned(code: string, layout: string | null): Promise<Scan | null> {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS)
    return (await productsScan({ query: { code }, signal })).data
  } catch (failure) {
    // What no label explains may still be somebody's sku.
    return isUnreachable(failure) ? offlineScan(code, layout).catch(() => null) : null
  }
}
