import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import {
  forecastCreateOverride,
  forecastDeleteOverride,
  forecastListOverrides,
} from '@/api/gen/sdk.gen'
import type { ForecastOverrideIn, ForecastOverrideOut } from '@/api/gen/types.gen'
import { numberOf } from '@/shared/number-of'
import { pageFrom } from '@/shared/paging'
import { makeStale } from '@/shared/stale'
import { forecastKey } from './queries'

export type Override = ForecastOverrideOut

export const OVERRIDES_SHOWN = 10

export const overridesQuery = (productId: number, page: number) =>
  queryOptions({
    queryKey: [...forecastKey, 'overrides', productId, page],
    queryFn: async ({ signal }) => {
      const query = { product_id: productId, page, limit: OVERRIDES_SHOWN }
      return pageFrom(await forecastListOverrides({ query, signal }))
    },
    placeholderData: keepPreviousData,
  })

function useOverrideWrite<Input, Answer>(write: (input: Input) => Promise<Answer>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: write,
    onSuccess: () => makeStale(client, forecastKey),
  })
}

export const useCreateOverride = () =>
  useOverrideWrite(
    async (body: ForecastOverrideIn) => (await forecastCreateOverride({ body })).data,
  )

export const useWithdrawOverride = () =>
  useOverrideWrite((id: number) => forecastDeleteOverride({ path: { override_id: id } }))

export const overrideModes = ['percentage', 'units'] as const
export type OverrideMode = (typeof overrideModes)[number]

export type OverrideValues = {
  way: OverrideMode
  value: number | string
  first_day: string
  last_day: string
  note: string
  expires_on: string
}

/** The body that a form's values are sent as. */
export function overrideBody(productId: number, values: OverrideValues): ForecastOverrideIn {
  const { way, value, first_day, last_day, note, expires_on } = values
  return {
    product_id: productId,
    first_day,
    last_day,
    [way]: numberOf(value),
    note: note.trim(),
    ...(expires_on ? { expires_on } : {}),
  }
}

export type OverrideStatus = 'withdrawn' | 'over' | 'expired' | 'inForce' | 'coming'

/** Where an override stands on a day of the shop. */
export function overrideStatus(override: Override, today: string): OverrideStatus {
  if (override.withdrawn_on) return 'withdrawn'
  if (override.last_day < today) return 'over'
  if (override.expires_on && override.expires_on < today) return 'expired'
  return override.first_day > today ? 'coming' : 'inForce'
}
