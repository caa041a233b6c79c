import { useMutation, useQueryClient } from '@tanstack/react-query'
import { forecastCreateEvent, forecastDeleteEvent, forecastUpdateEvent } from '@/api/gen/sdk.gen'
import type { ForecastEventIn } from '@/api/gen/types.gen'
import { makeStale } from '@/shared/stale'

/** A change of the calendar changes forecasts too. */
function useCalendarWrite<Input, Answer>(write: (input: Input) => Promise<Answer>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: write,
    onSuccess: () => makeStale(client, ['forecast']),
  })
}

/** Adds an entry, or changes the one with the id. */
export const useSaveEvent = (id: number | null) =>
  useCalendarWrite(async (body: ForecastEventIn) =>
    id === null
      ? (await forecastCreateEvent({ body })).data
      : (await forecastUpdateEvent({ path: { event_id: id }, body })).data,
  )

export const useCancelEvent = () =>
  useCalendarWrite((id: number) => forecastDeleteEvent({ path: { event_id: id } }))
