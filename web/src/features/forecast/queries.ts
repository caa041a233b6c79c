import { queryOptions } from '@tanstack/react-query'
import { forecastGetForecast, forecastGetSeries } from '@/api/gen/sdk.gen'

/** The shaded ranges, the wide one first. */
export const LEVELS = [0.95, 0.8] as const

export const horizons = [7, 14, 28, 90] as const
export type Horizon = (typeof horizons)[number]

/** Everything read from forecast_svc about one product starts with this key. */
export const forecastKey = ['forecast'] as const

export const forecastQuery = (productId: number, horizon: Horizon, level: number) =>
  queryOptions({
    queryKey: [...forecastKey, productId, horizon, level],
    queryFn: async ({ signal }) => {
      const query = { product_id: productId, horizon_days: horizon, level }
      return (await forecastGetForecast({ query, signal })).data
    },
    placeholderData: (before, query) => (query?.queryKey[1] === productId ? before : undefined),
  })

export const seriesQuery = (productId: number) =>
  queryOptions({
    queryKey: [...forecastKey, 'series', productId],
    queryFn: async ({ signal }) =>
      (await forecastGetSeries({ query: { product_id: productId }, signal })).data,
  })
