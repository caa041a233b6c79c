import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { salesListSales } from '@/api/gen/sdk.gen'
import type { SalesListSalesData } from '@/api/gen/types.gen'
import { pageFrom } from '@/shared/paging'
import { salesKey } from '@/shared/sales'

export type SaleFilter = NonNullable<SalesListSalesData['query']>

export const salesQuery = (filter: SaleFilter) =>
  queryOptions({
    queryKey: [...salesKey, 'list', filter],
    queryFn: async ({ signal }) => pageFrom(await salesListSales({ query: filter, signal })),
    placeholderData: keepPreviousData,
  })
