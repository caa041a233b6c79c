import { type QueryClient, queryOptions, useQueries } from '@tanstack/react-query'
import { salesListSales } from '@/api/gen/sdk.gen'
import { salesKey } from '@/shared/sales'
import { isMuchMore, isUnusual, median, TIMES } from '@/shared/unusual'
import type { BasketLine } from './basket'

/** So many of the last sales of a product say how much of it is usual. */
const LOOKED_AT = 30
/** Where no sale is known to compare with, only what hardly anybody buys at once is asked about. */
const MANY = 100

const usualQuery = (product: number) =>
  queryOptions({
    queryKey: [...salesKey, 'till', 'usual', product],
    queryFn: async ({ signal }) => {
      const query = { product_id: product, voided: false, limit: LOOKED_AT }
      const { data } = await salesListSales({ query, signal })
      return median(data.map(({ quantity }) => quantity)) ?? null
    },
    staleTime: 10 * 60_000,
    retry: false,
  })

/** One piece or a few are never asked about, so nothing is read for them. */
const mayBeMuch = ({ product, quantity }: BasketLine) =>
  quantity >= TIMES || (product.unit !== 'piece' && quantity > 0)

/** Reads what is usual for the lines that may be much, once for each product, while one goes on. */
export function useUsual(lines: readonly BasketLine[]) {
  const ids = [...new Set(lines.filter(mayBeMuch).map(({ product }) => product.id))]
  useQueries({ queries: ids.map(usualQuery) })
}

/** How much of a product people buy at once; null: never yet, undefined: that is not known. */
export const usualOf = (client: QueryClient, product: number) =>
  client.getQueryData(usualQuery(product).queryKey)

/**
 * What of a line is ten times the usual, as far as it is known now: nobody waits at a till. More
 * than there is is not asked about: it will be said how much is left.
 */
export function unusualIn(line: BasketLine, usual: number | null | undefined) {
  const { product, quantity, price } = line
  const isMuch = usual == null ? quantity >= MANY : isMuchMore(quantity, usual, 0)
  return {
    quantity: isMuch && quantity <= product.stock,
    price: price !== undefined && isUnusual(price, product.price),
  }
}
