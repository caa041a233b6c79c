import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import {
  forecastGetAlertSettings,
  forecastListAlerts,
  forecastPutAlert,
  forecastPutAlertSettings,
} from '@/api/gen/sdk.gen'
import type {
  ForecastAlertOut,
  ForecastAlertSettings,
  ForecastListAlertsData,
} from '@/api/gen/types.gen'
import { pageFrom } from '@/shared/paging'
import { makeStale } from '@/shared/stale'
import { isOutdated } from '@/shared/ui/ChangedMeanwhile'

export type Alert = ForecastAlertOut
export type AlertFilter = NonNullable<ForecastListAlertsData['query']>

export const alertsKey = ['alerts'] as const

export const alertsQuery = (filter: AlertFilter) =>
  queryOptions({
    queryKey: [...alertsKey, filter],
    queryFn: async ({ signal }) => pageFrom(await forecastListAlerts({ query: filter, signal })),
    placeholderData: keepPreviousData,
  })

/** Somebody has seen it, or done what was to be done. */
export function useLookAtAlert() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async ({ id, state }: { id: number; state: 'seen' | 'done' }) =>
      (await forecastPutAlert({ path: { alert_id: id }, body: { state } })).data,
    onSettled: () => makeStale(client, alertsKey),
  })
}

export const alertSettingsQuery = queryOptions({
  queryKey: ['alert-settings'],
  queryFn: async ({ signal }) => settingsOf(await forecastGetAlertSettings({ signal })),
})

/** With what names this version of them. */
const settingsOf = ({ data, response }: { data: ForecastAlertSettings; response: Response }) => ({
  settings: data,
  etag: response.headers.get('ETag'),
})

/** From the next look on, alerts go by them. */
export function useSaveAlertSettings() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async ({ body, etag }: { body: ForecastAlertSettings; etag: string | null }) =>
      settingsOf(await forecastPutAlertSettings({ body, headers: { 'If-Match': etag } })),
    onSuccess: (saved) => {
      client.setQueryData(alertSettingsQuery.queryKey, saved)
      void makeStale(client, alertsKey)
    },
    // What somebody else has saved meanwhile is read, so that saving again is to know of it.
    onError: (failure) =>
      isOutdated(failure) ? makeStale(client, alertSettingsQuery.queryKey) : undefined,
  })
}
