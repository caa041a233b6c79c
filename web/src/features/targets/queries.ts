import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { forecastListTargets, forecastPutTarget } from '@/api/gen/sdk.gen'
import type { ForecastPutTargetData } from '@/api/gen/types.gen'
import { adviceKey } from '@/shared/keys'
import { pageFrom } from '@/shared/paging'
import { makeStale } from '@/shared/stale'

export const LIMIT = 25

export const targetsQuery = (page: number) =>
  queryOptions({
    queryKey: ['targets', page],
    queryFn: async ({ signal }) =>
      pageFrom(await forecastListTargets({ query: { page, limit: LIMIT }, signal })),
    placeholderData: keepPreviousData,
  })

/** What advice aims at; null takes it back. Advice is computed anew with it. */
export function useSetTarget() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (body: ForecastPutTargetData['body']) =>
      (await forecastPutTarget({ body })).data,
    onSuccess: () => makeStale(client, ['targets'], adviceKey),
  })
}
