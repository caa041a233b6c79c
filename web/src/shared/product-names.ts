import { keepPreviousData, queryOptions, useQueries } from '@tanstack/react-query'
import { productsListProducts } from '@/api/gen/sdk.gen'
import { AT_ONCE, inParts } from './paging'
import { type Product, productsKey } from './products'

const namesQuery = (ids: number[]) =>
  queryOptions({
    queryKey: [...productsKey, 'names', ids],
    queryFn: async ({ signal }) => {
      const query = { ids, archived: 'any' as const, limit: AT_ONCE }
      return (await productsListProducts({ query, signal })).data
    },
    staleTime: 5 * 60_000,
    placeholderData: keepPreviousData,
  })

/** Name and sku of the products with these ids, archived ones too; missing while loading. */
export function useProductNames(ids: readonly number[]): Map<number, Product> {
  const distinct = [...new Set(ids)].sort((a, b) => a - b)
  return useQueries({
    queries: inParts(distinct).map(namesQuery),
    combine: (parts) =>
      new Map(parts.flatMap(({ data = [] }) => data.map((product) => [product.id, product]))),
  })
}
