import { queryOptions } from '@tanstack/react-query'
import { forecastGetTotalForecast } from '@/api/gen/sdk.gen'
import { AT_ONCE } from './paging'

/** The categories that sell something, those that sell most first. */
export const categoriesQuery = () =>
  queryOptions({
    queryKey: ['forecast', 'total', 'categories'],
    queryFn: async ({ signal }) => {
      const { data } = await forecastGetTotalForecast({ query: { limit: AT_ONCE }, signal })
      return data.parts.map(({ category }) => category)
    },
  })
