import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { salesListSales, salesSumSales } from '@/api/gen/sdk.gen'
import type { SalesListSalesData, SalesSumSalesData } from '@/api/gen/types.gen'
import { pageFrom } from '@/shared/paging'
import { salesKey } from '@/shared/sales'

export type SaleFilter = NonNullable<SalesListSalesData['query']>
type SumFilter = NonNullable<SalesSumSalesData['query']>

export const salesQuery = (filter: SaleFilter) =>
  queryOptions({
    queryKey: [...salesKey, 'list', filter],
    queryFn: async ({ signal }) => pageFrom(await salesListSales({ query: filter, signal })),
    placeholderData: keepPreviousData,
  })

/** What all pages of the list come to. */
export const sumQuery = (filter: SumFilter) =>
  queryOptions({
    queryKey: [...salesKey, 'sum', filter],
    queryFn: async ({ signal }) => (await salesSumSales({ query: filter, signal })).data,
    placeholderData: keepPreviousData,
  })
