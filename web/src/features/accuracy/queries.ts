import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { forecastAccuracy } from '@/api/gen/sdk.gen'
import type { ForecastMeasuresOut } from '@/api/gen/types.gen'
import { pageFrom } from '@/shared/paging'

export const PRODUCTS_SHOWN = 20

/** With `alarms` only products whose forecasts are biased week after week. */
export const accuracyQuery = (page: number, alarms = false) =>
  queryOptions({
    queryKey: ['forecast', 'accuracy', page, alarms],
    queryFn: async ({ signal }) => {
      const { data, response } = await forecastAccuracy({
        query: { page, limit: PRODUCTS_SHOWN, alarms },
        signal,
      })
      const { overall, products, bias_alarms: inAlarm } = data
      return { overall, inAlarm, ...pageFrom({ data: products, response }) }
    },
    placeholderData: keepPreviousData,
  })

/** How much larger the error is than that of repeating the week; below zero when smaller. */
export function against({ rmsse, naive_rmsse }: ForecastMeasuresOut): number | null {
  return rmsse === null || !naive_rmsse ? null : rmsse / naive_rmsse - 1
}
