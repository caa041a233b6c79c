import { createFileRoute } from '@tanstack/react-router'
import { LotsPage } from '@/features/lots/LotsPage'
import { lotsQuery } from '@/features/lots/queries'
import { lotFilter, readLotSearch } from '@/features/lots/search'
import { locationsQuery } from '@/shared/locations'

export const Route = createFileRoute('/_auth/stock/lots')({
  staticData: { says: ['stock'] },
  // What only this page reads is no part of the first load.
  codeSplitGroupings: [['loader', 'component']],
  validateSearch: readLotSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context: { queryClient }, deps }) => {
    void queryClient.prefetchQuery(locationsQuery)
    void queryClient.prefetchQuery(lotsQuery(lotFilter(deps)))
  },
  component: Lots,
})

function Lots() {
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <LotsPage
      search={search}
      onSearch={(change) => void navigate({ search: { ...search, ...change } })}
    />
  )
}
