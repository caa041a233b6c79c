import { createFileRoute } from '@tanstack/react-router'
import { BasketsPage } from '@/features/sales/BasketsPage'
import { basketsQuery } from '@/features/sales/basket-queries'
import { listFilter, readBasketSearch } from '@/features/sales/search'
import { withRange } from '@/shared/periods'

export const Route = createFileRoute('/_auth/sales/baskets/')({
  staticData: { says: ['sales'] },
  // What only this page reads is no part of the first load.
  codeSplitGroupings: [['loader', 'component']],
  validateSearch: readBasketSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context: { queryClient }, deps }) =>
    withRange(queryClient, deps, (range) => {
      void queryClient.prefetchQuery(basketsQuery(listFilter(deps, range)))
    }),
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
