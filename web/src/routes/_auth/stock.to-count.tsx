import { createFileRoute } from '@tanstack/react-router'
import { countsDueQuery } from '@/features/stock/queries'
import { dueFilter, readLevelSearch } from '@/features/stock/search'
import { ToCountPage } from '@/features/stock/ToCountPage'
import { locationsQuery } from '@/shared/locations'

export const Route = createFileRoute('/_auth/stock/to-count')({
  staticData: { says: ['stock'] },
  // What only this page reads is no part of the first load.
  codeSplitGroupings: [['loader', 'component']],
  validateSearch: readLevelSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context: { queryClient }, deps }) => {
    void queryClient.prefetchQuery(locationsQuery)
    void queryClient.prefetchQuery(countsDueQuery(dueFilter(deps)))
  },
  component: ToCount,
})

function ToCount() {
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <ToCountPage
      search={search}
      onSearch={(change) => void navigate({ search: { ...search, ...change } })}
    />
  )
}
