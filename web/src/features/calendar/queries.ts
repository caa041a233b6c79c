import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { forecastCreateEvent, forecastDeleteEvent, forecastListEvents } from '@/api/gen/sdk.gen'
import type { ForecastEventIn, ForecastEventOut } from '@/api/gen/types.gen'
import type { Language } from '@/shared/i18n'
import { pageFrom } from '@/shared/paging'
import { makeStale } from '@/shared/stale'

export type CalendarEvent = ForecastEventOut

/**
 * From last month on, or from a day. Names of holidays come in the language of the page, so it
 * is part of the key.
 */
export const calendarQuery = (language: Language, from: string | undefined) =>
  queryOptions({
    queryKey: ['forecast', 'calendar', language, from],
    queryFn: async ({ signal }) => {
      const query = { language, ...(from ? { from } : {}) }
      return pageFrom(await forecastListEvents({ query, signal }))
    },
    placeholderData: keepPreviousData,
  })

/** A change of the calendar changes forecasts too. */
function useCalendarWrite<Input, Answer>(write: (input: Input) => Promise<Answer>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: write,
    onSuccess: () => makeStale(client, ['forecast']),
  })
}

export const useCreateEvent = () =>
  useCalendarWrite(async (body: ForecastEventIn) => (await forecastCreateEvent({ body })).data)

export const useCancelEvent = () =>
  useCalendarWrite((id: number) => forecastDeleteEvent({ path: { event_id: id } }))
