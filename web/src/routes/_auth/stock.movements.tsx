import { createFileRoute } from '@tanstack/react-router'
import { StoryPage } from '@/features/stock/StoryPage'
import { movementFilter, readStorySearch } from '@/features/stock/search'
import { locationsQuery } from '@/shared/locations'
import { withRange } from '@/shared/periods'
import { movementsQuery } from '@/shared/stock/queries'

export const Route = createFileRoute('/_auth/stock/movements')({
  staticData: { says: ['stock'] },
  // What only this page reads is no part of the first load.
  codeSplitGroupings: [['loader', 'component']],
  validateSearch: readStorySearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context: { queryClient }, deps }) => {
    void queryClient.prefetchQuery(locationsQuery)
    withRange(queryClient, deps, (range) => {
      void queryClient.prefetchQuery(movementsQuery(movementFilter(deps, range)))
    })
  },
  component: Story,
})

function Story() {
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <StoryPage
      search={search}
      onSearch={(change) => void navigate({ search: { ...search, ...change } })}
    />
  )
}
