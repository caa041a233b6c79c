import { keepPreviousData, queryOptions, useQueries } from '@tanstack/react-query'
import { productsGetSupplier, productsListSuppliers, productsListTerms } from '@/api/gen/sdk.gen'
import type {
  ProductsListSuppliersData,
  ProductsListTermsData,
  ProductsSupplierOut,
  ProductsTermsOut,
} from '@/api/gen/types.gen'
import { AT_ONCE, inParts, pageFrom } from './paging'

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
