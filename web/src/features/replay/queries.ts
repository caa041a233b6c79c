import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import {
  forecastCancelReplay,
  forecastGetReplayResult,
  forecastListReplayedProducts,
  forecastListReplays,
  forecastStartReplay,
} from '@/api/gen/sdk.gen'
import type {
  ForecastListReplayedProductsData,
  ForecastProductReplayOut,
  ForecastReplayOut,
  ForecastReplayResultOut,
  ForecastSavingOut,
} from '@/api/gen/types.gen'
import { useIdempotencyKey } from '@/shared/idempotency-key'
import { pageFrom } from '@/shared/paging'
import { makeStale } from '@/shared/stale'

export type Replay = ForecastReplayOut
export type ReplayResult = ForecastReplayResultOut
export type Course = ReplayResult['rules']['advice']

export const rules = ['advice', 'min_max', 'cover_days'] as const
export type Rule = (typeof rules)[number]

/** What the advice is compared with. */
export const againsts = ['happened', 'min_max', 'cover_days'] as const
export type Against = (typeof againsts)[number]
export type Saving = ForecastSavingOut
export type ReplayedProduct = ForecastProductReplayOut
export type ProductSort = NonNullable<
  NonNullable<ForecastListReplayedProductsData['query']>['sort']
>

export const PRODUCTS_SHOWN = 20

export const replaysKey = ['replays'] as const

const LOOK_AGAIN = 2_000

export const isRunning = (replay: Replay | undefined) =>
  replay?.status === 'queued' || replay?.status === 'running'

/** The newest one; looked at again while it is on its way. */
export const latestReplayQuery = queryOptions({
  queryKey: [...replaysKey, 'latest'],
  queryFn: async ({ signal }) =>
    (await forecastListReplays({ query: { limit: 1 }, signal })).data[0] ?? null,
  refetchInterval: ({ state }) => (isRunning(state.data ?? undefined) ? LOOK_AGAIN : false),
})

export const replayResultQuery = (id: number) =>
  queryOptions({
    queryKey: [...replaysKey, 'result', id],
    queryFn: async ({ signal }) =>
      (await forecastGetReplayResult({ path: { replay_id: id }, signal })).data,
    staleTime: Number.POSITIVE_INFINITY,
  })

type Shown = { sort: ProductSort; against: Against; page: number }

export const replayedProductsQuery = (id: number, shown: Shown) =>
  queryOptions({
    queryKey: [...replaysKey, 'products', id, shown],
    queryFn: async ({ signal }) =>
      pageFrom(
        await forecastListReplayedProducts({
          path: { replay_id: id },
          query: { ...shown, limit: PRODUCTS_SHOWN },
          signal,
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  })

export function useStartReplay() {
  const client = useQueryClient()
  const attempt = useIdempotencyKey()
  return useMutation({
    mutationFn: async (days: number) => {
      const body = { days, all: true }
      const headers = { 'Idempotency-Key': attempt.of(body).key }
      const { data } = await forecastStartReplay({ body, headers })
      attempt.done()
      return data
    },
    onSettled: () => makeStale(client, replaysKey),
  })
}

export function useCancelReplay() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (id: number) =>
      (await forecastCancelReplay({ path: { replay_id: id } })).data,
    onSettled: () => makeStale(client, replaysKey),
  })
}
