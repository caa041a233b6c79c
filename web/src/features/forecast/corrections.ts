import { useMutation, useQueryClient } from '@tanstack/react-query'
import { forecastCreateCorrection } from '@/api/gen/sdk.gen'
import type { ForecastCorrectionIn, ForecastSuspiciousDayOut } from '@/api/gen/types.gen'
import { makeStale } from '@/shared/stale'
import { forecastKey } from './queries'

export type SuspiciousDay = ForecastSuspiciousDayOut

/** What may be said of a day that sold suspiciously much. */
export const correctionKinds = ['confirmed', 'corrected', 'bulk_order'] as const
export type CorrectionKind = (typeof correctionKinds)[number]

/** Forecasts of all products may move: the shop's model learns from the day, too. */
export function useCorrectDay() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (body: ForecastCorrectionIn) =>
      (await forecastCreateCorrection({ body })).data,
    onSuccess: () => makeStale(client, forecastKey),
  })
}
