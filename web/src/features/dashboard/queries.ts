import { type QueryClient, queryOptions } from '@tanstack/react-query'
import {
  etlListJobs,
  forecastAccuracy,
  forecastGetTotalForecast,
  forecastListAdvice,
  forecastListAlerts,
  forecastSummariseAdvice,
  productsListCounts,
  productsListPurchaseOrders,
  salesDailySummary,
  salesListSales,
} from '@/api/gen/sdk.gen'
import type {
  EtlJobListedOut,
  ForecastListedAdviceOut,
  ProductsCountOut,
  ProductsListedPurchaseOrderOut,
} from '@/api/gen/types.gen'
import { addDays } from '@/shared/day'
import type { Language } from '@/shared/i18n'
import { adviceKey, ordersKey } from '@/shared/keys'
import { AT_ONCE, pageFrom } from '@/shared/paging'
import { productsQuery } from '@/shared/products'
import { salesKey } from '@/shared/sales'
import { isAtLeast, meQuery } from '@/shared/user'
import { DAYS_BACK } from './expected'

export type Advice = ForecastListedAdviceOut
export type Order = ProductsListedPurchaseOrderOut
export type Job = EtlJobListedOut
export type Count = ProductsCountOut

/** As many as "do first" has places. */
const FIRST = 3

/** Sold per day, from the first day on; days without sales are not in the answer. With `soFar`
 * of each day what was sold by this time of day. */
export const summaryQuery = (from: string, to: string, soFar = false) =>
  queryOptions({
    queryKey: [...salesKey, 'summary', from, to, soFar],
    queryFn: async ({ signal }) => {
      const query = { from, to, ...(soFar ? { so_far: true } : {}) }
      return (await salesDailySummary({ query, signal })).data
    },
  })

export const latestSalesQuery = queryOptions({
  queryKey: [...salesKey, 'latest'],
  queryFn: async ({ signal }) => (await salesListSales({ query: { limit: 6 }, signal })).data,
})

export const lowestQuery = productsQuery({ sort: 'stock', limit: 6 })

/** How many are to be ordered, what is at risk, and what lies too long. */
export const adviceSummaryQuery = queryOptions({
  queryKey: [...adviceKey, 'summary'],
  queryFn: async ({ signal }) => (await forecastSummariseAdvice({ signal })).data,
})

/** What is to be ordered first. */
export const firstAdviceQuery = (language: Language) =>
  queryOptions({
    queryKey: [...adviceKey, 'first', language],
    queryFn: async ({ signal }) => {
      const query = { suggested: true, sort: 'urgency', language, limit: FIRST } as const
      return (await forecastListAdvice({ query, signal })).data
    },
  })

/** Units that the whole shop is expected to sell on the day that is not complete yet. */
export const expectedTodayQuery = queryOptions({
  queryKey: ['forecast', 'total', 'today'],
  queryFn: async ({ signal }) => {
    const query = { horizon_days: 1, limit: 1 }
    const { dates, forecast } = (await forecastGetTotalForecast({ query, signal })).data
    return { day: dates[0] ?? null, units: forecast[0] ?? null }
  },
})

/** Forecasts that have been off in one direction for weeks. */
export const missesQuery = queryOptions({
  queryKey: ['forecast', 'accuracy', 'misses'],
  queryFn: async ({ signal }) =>
    (await forecastAccuracy({ query: { alarms: true, limit: 1 }, signal })).data.bias_alarms,
})

export const newAlertsQuery = queryOptions({
  queryKey: ['alerts', 'new'],
  queryFn: async ({ signal }) =>
    pageFrom(await forecastListAlerts({ query: { state: ['new'], limit: 1 }, signal })).total,
})

/** What suppliers still have to deliver. */
export const comingQuery = queryOptions({
  queryKey: [...ordersKey, 'coming'],
  queryFn: async ({ signal }) => {
    const status: Order['status'][] = ['placed', 'partially_received']
    const query = { status, limit: AT_ONCE }
    return (await productsListPurchaseOrders({ query, signal })).data
  },
})

export const openCountsQuery = queryOptions({
  queryKey: ['counts', 'open'],
  queryFn: async ({ signal }) =>
    pageFrom(await productsListCounts({ query: { status: 'open', limit: FIRST }, signal })),
})

/** Of the latest imports those that wait for somebody: to map columns, or to commit. */
export const waitingJobsQuery = queryOptions({
  queryKey: ['jobs', 'waiting'],
  queryFn: async ({ signal }) => {
    const { data } = await etlListJobs({ query: { limit: 20 }, signal })
    return data.filter(({ status }) => status === 'unmapped' || status === 'checked')
  },
})

/** Everything that the page reads, at once; managers read more. */
export function prefetchToday(client: QueryClient, at: { today: string; language: Language }) {
  const { today, language } = at
  const from = addDays(today, -DAYS_BACK)
  const manages = isAtLeast(client.getQueryData(meQuery.queryKey)?.role, 'manager')
  void client.prefetchQuery(summaryQuery(from, today))
  void client.prefetchQuery(summaryQuery(from, today, true))
  void client.prefetchQuery(adviceSummaryQuery)
  void client.prefetchQuery(firstAdviceQuery(language))
  void client.prefetchQuery(expectedTodayQuery)
  void client.prefetchQuery(missesQuery)
  void client.prefetchQuery(newAlertsQuery)
  void client.prefetchQuery(openCountsQuery)
  void client.prefetchQuery(lowestQuery)
  void client.prefetchQuery(latestSalesQuery)
  if (manages) {
    void client.prefetchQuery(comingQuery)
    void client.prefetchQuery(waitingJobsQuery)
  }
}
