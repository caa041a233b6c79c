import { useQueries } from '@tanstack/react-query'
import { AT_ONCE, inParts } from './paging'
import { type Terms, termsQuery } from './suppliers'

/** At which terms a supplier sells these products; missing while loading, and where it has none. */
export function useTerms(supplier: number | null, products: readonly number[]): Map<number, Terms> {
  const distinct = [...new Set(products)].sort((a, b) => a - b)
  return useQueries({
    queries: (supplier === null ? [] : inParts(distinct)).map((ids) =>
      termsQuery(supplier ?? 0, { product_id: ids, limit: AT_ONCE }),
    ),
    combine: (parts) =>
      new Map(
        parts.flatMap(({ data }) => (data?.rows ?? []).map((terms) => [terms.product_id, terms])),
      ),
  })
}
