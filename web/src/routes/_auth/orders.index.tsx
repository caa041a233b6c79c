import { createFileRoute } from '@tanstack/react-router'
import { OrdersPage } from '@/features/purchasing/OrdersPage'
import { lateOrdersQuery, ordersQuery } from '@/features/purchasing/queries'
import { listFilter, readSearch } from '@/features/purchasing/search'

export const Route = createFileRoute('/_auth/orders/')({
  staticData: { says: ['orders'] },
  // What only this page reads is no part of the first load.
  codeSplitGroupings: [['loader', 'component']],
  validateSearch: readSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => {
    void context.queryClient.prefetchQuery(ordersQuery(listFilter(deps)))
    void context.queryClient.prefetchQuery(lateOrdersQuery)
  },
  component: Orders,
})

function Orders() {
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <OrdersPage
      search={search}
      onSearch={(change) => void navigate({ search: { ...search, ...change } })}
    />
  )
}
