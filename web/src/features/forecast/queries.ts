import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import {
  forecastAccuracy,
  forecastGetForecast,
  forecastGetSeries,
  forecastGetTotalForecast,
} from '@/api/gen/sdk.gen'
import type { ForecastForecastOut } from '@/api/gen/types.gen'
import { pageFrom } from '@/shared/paging'
import type { Band } from './forecast-chart'

/** The shaded ranges, the wide one first. */
const LEVELS = [0.95, 0.8]

export const PARTS_SHOWN = 20

export const horizons = [7, 14, 28, 90] as const
export type Horizon = (typeof horizons)[number]
/** How far ahead the weeks of a product's page go. */
export const WEEKS_AHEAD = 90

/** Everything read from forecast_svc about one product starts with this key. */
export const forecastKey = ['forecast'] as const

/** With `asOf` as it was, or would have been, after that day. */
export const forecastQuery = (productId: number, horizon: Horizon, asOf?: string) =>
  queryOptions({
    queryKey: [...forecastKey, productId, horizon, asOf ?? null],
    queryFn: async ({ signal }) => {
      const query = {
        product_id: productId,
        horizon_days: horizon,
        level: LEVELS,
        ...(asOf ? { as_of: asOf } : {}),
      }
      return (await forecastGetForecast({ query, signal })).data
    },
    placeholderData: (before, query) => (query?.queryKey[1] === productId ? before : undefined),
  })

/** Of the whole shop when no category is named; "" is of products of none. */
export const totalQuery = (category: string | undefined, horizon: Horizon, page: number) =>
  queryOptions({
    queryKey: [...forecastKey, 'total', category ?? null, horizon, page],
    queryFn: async ({ signal }) => {
      const query = {
        horizon_days: horizon,
        level: LEVELS,
        page,
        limit: PARTS_SHOWN,
        ...(category === undefined ? {} : { category }),
      }
      const { data, response } = await forecastGetTotalForecast({ query, signal })
      return { forecast: data, ...pageFrom({ data: data.parts, response }) }
    },
    placeholderData: keepPreviousData,
  })

/** The ranges of an answer, the wide one first. */
export const bandsOf = ({ levels }: Pick<ForecastForecastOut, 'levels'>): Band[] =>
  Object.entries(levels)
    .map(([level, { lower, upper }]) => ({ level: Number(level), lower, upper }))
    .sort((a, b) => b.level - a.level)

export const seriesQuery = (productId: number) =>
  queryOptions({
    queryKey: [...forecastKey, 'series', productId],
    queryFn: async ({ signal }) =>
      (await forecastGetSeries({ query: { product_id: productId }, signal })).data,
  })

/** How past forecasts of a product did. */
export const productAccuracyQuery = (productId: number) =>
  queryOptions({
    queryKey: [...forecastKey, 'accuracy of', productId],
    queryFn: async ({ signal }) =>
      (await forecastAccuracy({ query: { product_id: productId }, signal })).data.overall,
  })
