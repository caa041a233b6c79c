import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { productsListCountsDue } from '@/api/gen/sdk.gen'
import type { ProductsCountDueOut, ProductsListCountsDueData } from '@/api/gen/types.gen'
import { pageFrom } from '@/shared/paging'
import { productsKey } from '@/shared/products'

export type CountDue = ProductsCountDueOut
export type DueFilter = NonNullable<ProductsListCountsDueData['query']>

/** What should be counted: an adjustment takes it off, so it goes stale with the products. */
export const countsDueQuery = (filter: DueFilter) =>
  queryOptions({
    queryKey: [...productsKey, 'to-count', filter],
    queryFn: async ({ signal }) => pageFrom(await productsListCountsDue({ query: filter, signal })),
    placeholderData: keepPreviousData,
  })
