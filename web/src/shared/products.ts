import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { productsGetProduct, productsListProducts } from '@/api/gen/sdk.gen'
import type { ProductsListProductsData, ProductsProductOut } from '@/api/gen/types.gen'
import { pageFrom } from './paging'

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
