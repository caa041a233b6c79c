import { queryOptions } from '@tanstack/react-query'
import { salesDailySummary, salesListSales } from '@/api/gen/sdk.gen'
import { salesKey } from '@/shared/sales'

/** Sold per day, from the first day on; days without sales are not in the answer. */
export const summaryQuery = (from: string, to: string) =>
  queryOptions({
    queryKey: [...salesKey, 'summary', from, to],
    queryFn: async ({ signal }) => (await salesDailySummary({ query: { from, to }, signal })).data,
  })

export const latestSalesQuery = queryOptions({
  queryKey: [...salesKey, 'latest'],
  queryFn: async ({ signal }) => (await salesListSales({ query: { limit: 6 }, signal })).data,
})
