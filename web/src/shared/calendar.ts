import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { forecastListEvents } from '@/api/gen/sdk.gen'
import type { ForecastEventOut } from '@/api/gen/types.gen'
import { addDays } from './day'
import type { Language } from './i18n'
import { pageFrom } from './paging'

export type CalendarEvent = ForecastEventOut

/**
 * Promotions, closures and holidays from last month on, or from a day
 * on, as far as another. Names of holidays come in
 * the language of the page, so it is part of the key.
 */
export const calendarQuery = (language: Language, from: string | undefined, until?: string) =>
  queryOptions({
    queryKey: ['forecast', 'calendar', language, from, until ?? null],
    queryFn: async ({ signal }) => {
      const query = { language, ...(from ? { from } : {}), ...(until ? { to: until } : {}) }
      return pageFrom(await forecastListEvents({ query, signal }))
    },
    placeholderData: keepPreviousData,
  })

const YEAR_DAYS = 365

/**
 * As far as one answer reaches: two years back and one ahead. Without its end, an answer that begins
 * two years ago would end before today.
 */
export const wholeCalendarQuery = (language: Language, today: string) =>
  calendarQuery(language, addDays(today, -2 * YEAR_DAYS), addDays(today, YEAR_DAYS))
