import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import {
  etlCancelJob,
  etlCommitJob,
  etlGetJob,
  etlListJobs,
  etlReparseJob,
  etlStartEmitter,
  etlStartSynthetic,
  etlStopEmitter,
  etlUndoJob,
  etlUploadSales,
} from '@/api/gen/sdk.gen'
import type {
  EtlEmitterIn,
  EtlJobDetailOut,
  EtlJobListedOut,
  EtlLayoutIn,
  EtlListJobsData,
  EtlSyntheticIn,
} from '@/api/gen/types.gen'
import { type Page, pageFrom } from '@/shared/paging'
import { wordsFor } from '@/shared/problem'
import { makeStale } from '@/shared/stale'
import { notifySuccess, takeBack } from '@/shared/ui/toast'

export type Job = EtlJobListedOut
export type JobDetail = EtlJobDetailOut
export type JobFilter = NonNullable<EtlListJobsData['query']>

const jobsKey = ['jobs'] as const

/** By then whatever was said has gone by itself. */
const SAID_MS = 5000

export const isOver = ({ status }: Pick<Job, 'status'>) =>
  status !== 'queued' && status !== 'running'

/** Asked again every second while one is running. */
export const jobsQuery = (filter: JobFilter) =>
  queryOptions({
    queryKey: [...jobsKey, 'list', filter],
    queryFn: async ({ signal }) => {
      const page = pageFrom(await etlListJobs({ query: filter, signal }))
      await wordsFor(page.rows.map((job) => job.error_code))
      return page
    },
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.rows.every(isOver) === false ? 1000 : false),
  })

/** The one that runs or ran last, if any: it may be older than all jobs that are listed. */
export const emitterQuery = queryOptions({
  queryKey: [...jobsKey, 'emitter'],
  queryFn: async ({ signal }) =>
    (await etlListJobs({ query: { kind: ['emitter'], limit: 1 }, signal })).data[0] ?? null,
  refetchInterval: ({ state }) => (state.data && !isOver(state.data) ? 5000 : false),
})

/** The latest imports of made-up sales. */
export const syntheticJobsQuery = queryOptions({
  queryKey: [...jobsKey, 'synthetic'],
  queryFn: async ({ signal }) =>
    (await etlListJobs({ query: { kind: ['synthetic'], limit: 20 }, signal })).data,
})

/**
 * As it was at its last change: a file that is read again has other findings. Not one of the
 * keys that change with the list, so that a form stays while what it has sent is on its way.
 */
export const jobQuery = ({ id, updated_at }: Job) =>
  queryOptions({
    queryKey: ['job', id, updated_at],
    queryFn: async ({ signal }) => (await etlGetJob({ path: { job_id: id }, signal })).data,
    staleTime: Number.POSITIVE_INFINITY,
  })

/**
 * Says that a job has begun, for as long as it has not ended: by then the list says more, and the
 * word would lie over the button that comes next.
 */
export function useSayBegun() {
  const client = useQueryClient()
  const hasEnded = (id: number) =>
    client
      .getQueriesData<Page<Job>>({ queryKey: [...jobsKey, 'list'] })
      .some(([, page]) => page?.rows.some((job) => job.id === id && isOver(job)))
  return ({ id }: { id: number }, message: string) => {
    if (hasEnded(id)) return
    const word = `job/${id}`
    notifySuccess(message, word)
    const forget = client.getQueryCache().subscribe(() => {
      if (!hasEnded(id)) return
      forget()
      takeBack(word)
    })
    setTimeout(forget, SAID_MS)
  }
}

function useStart<Input, Answer>(start: (input: Input) => Promise<Answer>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: start,
    onSuccess: () => makeStale(client, jobsKey),
  })
}

export const useStartSynthetic = () =>
  useStart((body: EtlSyntheticIn) => etlStartSynthetic({ body }))

export const useStartEmitter = () => useStart((body: EtlEmitterIn) => etlStartEmitter({ body }))

export const useStopEmitter = () => useStart(() => etlStopEmitter())

/** Sales and forecasts change with it too. */
export function useUndo() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: number) => etlUndoJob({ path: { job_id: id } }),
    onSuccess: () => makeStale(client, []),
  })
}

export const useCancel = () => useStart((id: number) => etlCancelJob({ path: { job_id: id } }))

/** With what is to become of recorded sales that the file does not tell of any more. */
export const useCommit = () =>
  useStart(({ id, gone }: { id: number; gone: 'keep' | 'void' }) =>
    etlCommitJob({ path: { job_id: id }, query: { gone } }),
  )

/** Read the file of a dry run in another way. */
export const useReread = () =>
  useStart(({ id, body }: { id: number; body: EtlLayoutIn }) =>
    etlReparseJob({ path: { job_id: id }, body }),
  )

export const useUpload = () =>
  useStart(({ file, look, source }: { file: File; look: boolean; source: string }) =>
    etlUploadSales({ body: { file }, query: { dry_run: look, source: source || undefined } }),
  )
