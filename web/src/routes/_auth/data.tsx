import { createFileRoute } from '@tanstack/react-router'
import { DataPage } from '@/features/etl/DataPage'
import { emitterQuery, jobsQuery, syntheticJobsQuery } from '@/features/etl/jobs'
import { listFilter, readSearch } from '@/features/etl/search'

export const Route = createFileRoute('/_auth/data')({
  staticData: { says: ['data'] },
  // What only this page reads is no part of the first load.
  codeSplitGroupings: [['loader', 'component']],
  validateSearch: readSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context: { queryClient }, deps }) => {
    void queryClient.prefetchQuery(jobsQuery(listFilter(deps)))
    void queryClient.prefetchQuery(syntheticJobsQuery)
    void queryClient.prefetchQuery(emitterQuery)
  },
  component: Data,
})

function Data() {
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <DataPage
      search={search}
      onSearch={(change) => void navigate({ search: { ...search, ...change } })}
    />
  )
}
