import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { salesListMargins } from '@/api/gen/sdk.gen'
import type { SalesMarginOut } from '@/api/gen/types.gen'
import { pageFrom } from '@/shared/paging'
import { salesKey } from '@/shared/sales'
import type { MarginFilter } from './search'

export type Margin = SalesMarginOut

export const marginsQuery = (filter: MarginFilter) =>
  queryOptions({
    queryKey: [...salesKey, 'margins', filter],
    queryFn: async ({ signal }) => pageFrom(await salesListMargins({ query: filter, signal })),
    placeholderData: keepPreviousData,
  })
