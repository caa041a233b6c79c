import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import {
  forecastCreateAdviceOrders,
  forecastGetAdvice,
  forecastListAdvice,
  forecastPlanOrders,
  forecastPutSnooze,
  forecastWhatIf,
} from '@/api/gen/sdk.gen'
import type {
  ForecastAdviceLineIn,
  ForecastListAdviceData,
  ForecastListedAdviceOut,
  ForecastPlannedOrderOut,
  ForecastPlanOrdersData,
  ForecastPlanOut,
  ForecastSnoozeIn,
} from '@/api/gen/types.gen'
import type { Language } from '@/shared/i18n'
import { adviceKey, ordersKey } from '@/shared/keys'
import { AT_ONCE, pageFrom } from '@/shared/paging'
import { makeStale } from '@/shared/stale'

export type Advice = ForecastListedAdviceOut
export type Plan = ForecastPlanOut
export type PlannedOrder = ForecastPlannedOrderOut
export type PlanFilter = NonNullable<ForecastPlanOrdersData['query']>
export type AdviceFilter = NonNullable<ForecastListAdviceData['query']>

/** What is advised follows sales, receipts and orders within seconds; so it is not kept longer. */
const FOLLOWS_WITHIN = 2_000

export const adviceQuery = (filter: AdviceFilter) =>
  queryOptions({
    queryKey: [...adviceKey, 'list', filter],
    queryFn: async ({ signal }) => pageFrom(await forecastListAdvice({ query: filter, signal })),
    placeholderData: keepPreviousData,
    staleTime: FOLLOWS_WITHIN,
  })

const MOST_PAGES = 10

/** All that is suggested, the most urgent thousand: for sums, budgets and drafts. */
export const suggestedQuery = (filter: AdviceFilter) =>
  queryOptions({
    queryKey: [...adviceKey, 'suggested', filter],
    queryFn: async ({ signal }) => {
      const found: Advice[] = []
      for (let page = 1; ; page++) {
        const query = { ...filter, page, limit: AT_ONCE }
        const { rows, total } = pageFrom(await forecastListAdvice({ query, signal }))
        found.push(...rows)
        if (rows.length === 0 || found.length >= total || page === MOST_PAGES) {
          return { rows: found, total }
        }
      }
    },
    placeholderData: keepPreviousData,
    staleTime: FOLLOWS_WITHIN,
  })

/** Of one product, at each of its locations. */
export const productAdviceQuery = (product: number, language: Language) =>
  queryOptions({
    queryKey: [...adviceKey, 'product', product, language],
    queryFn: async ({ signal }) =>
      (await forecastGetAdvice({ path: { product_id: product }, query: { language }, signal }))
        .data,
    staleTime: FOLLOWS_WITHIN,
  })

/** What becomes of ordering so many. */
export const whatIfQuery = (product: number, location: number, quantity: number) =>
  queryOptions({
    queryKey: [...adviceKey, 'what-if', product, location, quantity],
    queryFn: async ({ signal }) => {
      const items = [{ product_id: product, location_id: location, quantity }]
      const { data } = await forecastWhatIf({ body: { items }, signal })
      return data[0]?.consequences ?? null
    },
    staleTime: 60_000,
  })

/** What looking at whole orders says: what a budget buys, what suppliers ask for, and whether
 * waiting costs less. */
export const planQuery = (filter: PlanFilter) =>
  queryOptions({
    queryKey: [...adviceKey, 'plan', filter],
    queryFn: async ({ signal }) => (await forecastPlanOrders({ query: filter, signal })).data,
    placeholderData: keepPreviousData,
    staleTime: FOLLOWS_WITHIN,
  })

/** Puts what was chosen into the drafts of their suppliers; the same once more adds nothing. */
export function useOrderAdvised() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (lines: ForecastAdviceLineIn[]) =>
      (await forecastCreateAdviceOrders({ body: { lines } })).data,
    onSuccess: () => makeStale(client, adviceKey, ordersKey),
  })
}

/** Until a day nothing is suggested of it; null wakes it. */
export function useSnooze(product: number) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (body: ForecastSnoozeIn) =>
      (await forecastPutSnooze({ path: { product_id: product }, body })).data,
    onSuccess: () => makeStale(client, adviceKey),
  })
}
