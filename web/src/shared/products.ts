import { keepPreviousData, queryOptions, useQueries } from '@tanstack/react-query'
import { productsGetProduct, productsListProducts } from '@/api/gen/sdk.gen'
import type { ProductsListProductsData, ProductsProductOut } from '@/api/gen/types.gen'
import { AT_ONCE, inParts, pageFrom } from './paging'

// The catalogue is what sales, forecasts and the dashboard all speak about, so its reads are here.

export type Product = ProductsProductOut
export type ProductFilter = NonNullable<ProductsListProductsData['query']>

/** Everything read from products_svc starts with this key: one call makes all of it stale. */
export const productsKey = ['products'] as const

export const productsQuery = (filter: ProductFilter) =>
  queryOptions({
    queryKey: [...productsKey, 'list', filter],
    queryFn: async ({ signal }) => pageFrom(await productsListProducts({ query: filter, signal })),
    placeholderData: keepPreviousData,
  })

export const productQuery = (id: number) =>
  queryOptions({
    queryKey: [...productsKey, 'one', id],
    queryFn: async ({ signal }) =>
      (await productsGetProduct({ path: { product_id: id }, signal })).data,
  })

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
