import { createFileRoute } from '@tanstack/react-router'
import { DataPage } from '@/features/etl/DataPage'
import { emitterQuery, jobsQuery, syntheticJobsQuery } from '@/features/etl/jobs'
import { speakAlso } from '@/shared/i18n'

export const Route = createFileRoute('/_auth/data')({
  // What only this page reads is no part of the first load.
  codeSplitGroupings: [['loader', 'component']],
  loader: ({ context: { queryClient } }) => {
    void queryClient.prefetchQuery(jobsQuery)
    void queryClient.prefetchQuery(syntheticJobsQuery)
    void queryClient.prefetchQuery(emitterQuery)
    return speakAlso('data')
  },
  component: DataPage,
})
