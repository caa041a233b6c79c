import type { QueryClient } from '@tanstack/react-query'
import { type Product, productsQuery } from '../products'
import { bestMatch } from './best-match'
import { isScan, type Scan, scanQuery } from './scan'

export const filterFor = (text: string, kind?: 'product') => ({
  q: text.trim() || undefined,
  limit: 8,
  ...(kind ? { kind } : {}),
})

/** What Enter takes: what a scanned code says, or the product that is meant; null where that is not sure. */
export async function findTyped(
  client: QueryClient,
  text: string,
  kind: 'product' | undefined,
  mayBeScan: boolean,
): Promise<{ scan: Scan } | { product: Product } | null> {
  const code = text.trim()
  if (mayBeScan && isScan(code)) {
    // What no label explains may still be somebody's sku.
    const scan = await client.fetchQuery(scanQuery(code)).catch(() => null)
    if (scan) return { scan }
  }
  const { rows } = await client.fetchQuery(productsQuery(filterFor(text, kind)))
  const product = bestMatch(rows, text)
  return product ? { product } : null
}
