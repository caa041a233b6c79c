import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { productsGetSupplier, productsListSuppliers, productsListTerms } from '@/api/gen/sdk.gen'
import type {
  ProductsListSuppliersData,
  ProductsListTermsData,
  ProductsSupplierOut,
  ProductsTermsOut,
} from '@/api/gen/types.gen'
import { pageFrom } from './paging'

export type Supplier = ProductsSupplierOut
export type Terms = ProductsTermsOut
export type SupplierFilter = NonNullable<ProductsListSuppliersData['query']>
export type TermsFilter = NonNullable<ProductsListTermsData['query']>

/** Everything read of suppliers and their terms starts with this key. */
export const suppliersKey = ['suppliers'] as const

export const suppliersQuery = (filter: SupplierFilter) =>
  queryOptions({
    queryKey: [...suppliersKey, 'list', filter],
    queryFn: async ({ signal }) => pageFrom(await productsListSuppliers({ query: filter, signal })),
    placeholderData: keepPreviousData,
  })

export const supplierQuery = (id: number) =>
  queryOptions({
    queryKey: [...suppliersKey, 'one', id],
    queryFn: async ({ signal }) =>
      (await productsGetSupplier({ path: { supplier_id: id }, signal })).data,
  })

export const termsQuery = (supplier: number, filter: TermsFilter) =>
  queryOptions({
    queryKey: [...suppliersKey, 'terms', supplier, filter],
    queryFn: async ({ signal }) =>
      pageFrom(await productsListTerms({ path: { supplier_id: supplier }, query: filter, signal })),
    placeholderData: keepPreviousData,
  })
