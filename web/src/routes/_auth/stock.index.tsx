import { createFileRoute } from '@tanstack/react-router'
import { StockPage } from '@/features/stock/StockPage'
import { readLevelSearch } from '@/features/stock/search'
import { locationsQuery } from '@/shared/locations'

export const Route = createFileRoute('/_auth/stock/')({
  // What only this page reads is no part of the first load.
  codeSplitGroupings: [['loader', 'component']],
  validateSearch: readLevelSearch,
  loader: ({ context }) => {
    void context.queryClient.prefetchQuery(locationsQuery)
  },
  component: Stock,
})

function Stock() {
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <StockPage
      search={search}
      onSearch={(change) => void navigate({ search: { ...search, ...change } })}
    />
  )
}
