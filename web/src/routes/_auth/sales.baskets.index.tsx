import { createFileRoute } from '@tanstack/react-router'
import { BasketsPage } from '@/features/sales/BasketsPage'
import { basketsQuery } from '@/features/sales/basket-queries'
import { listFilter, readSearch } from '@/features/sales/search'

export const Route = createFileRoute('/_auth/sales/baskets/')({
  // What only this page reads is no part of the first load.
  codeSplitGroupings: [['loader', 'component']],
  validateSearch: readSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => {
    void context.queryClient.prefetchQuery(basketsQuery(listFilter(deps)))
  },
  component: Baskets,
})

function Baskets() {
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <BasketsPage
      search={search}
      onSearch={(change) => void navigate({ search: { ...search, ...change } })}
    />
  )
}
