import { keepPreviousData, queryOptions, useQueries } from '@tanstack/react-query'
import { ApiError } from '@/api/errors'
import { productsGetProduct, productsListProducts } from '@/api/gen/sdk.gen'
import type { ProductsListProductsData, ProductsProduct } from '@/api/gen/types.gen'
import { pageFrom } from './paging'

// The catalogue is what sales, forecasts and the dashboard all speak about, so its reads are here.

export type Product = ProductsProduct
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

// An archived product has no name any more; asking again would not change that.
const nameQuery = (id: number) =>
  queryOptions({
    queryKey: [...productsKey, 'name', id],
    queryFn: async ({ signal }) => {
      try {
        return (await productsGetProduct({ path: { product_id: id }, signal })).data
      } catch (failure) {
        if (failure instanceof ApiError && failure.status === 404) return null
        throw failure
      }
    },
    staleTime: 5 * 60_000,
  })

/** Name and sku of the products with these ids; missing while loading, null when archived. */
export function useProductNames(ids: readonly number[]): Map<number, Product | null> {
  const distinct = [...new Set(ids)]
  const answers = useQueries({ queries: distinct.map(nameQuery) })
  return new Map(
    answers.flatMap(({ data }, index) => {
      const id = distinct[index]
      return id === undefined || data === undefined ? [] : [[id, data] as const]
    }),
  )
}
