import { useMutation, useQueryClient } from '@tanstack/react-query'
import { forecastCreateEvent, forecastDeleteEvent } from '@/api/gen/sdk.gen'
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

export const useCreateEvent = () =>
  useCalendarWrite(async (body: ForecastEventIn) => (await forecastCreateEvent({ body })).data)

export const useCancelEvent = () =>
  useCalendarWrite((id: number) => forecastDeleteEvent({ path: { event_id: id } }))
