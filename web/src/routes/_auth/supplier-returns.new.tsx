import { createFileRoute } from '@tanstack/react-router'
import { NewReturnPage } from '@/features/returns/NewReturnPage'
import { receivedQuery } from '@/features/returns/queries'
import { readFromSearch } from '@/features/returns/search'
import { locationsQuery } from '@/shared/locations'

export const Route = createFileRoute('/_auth/supplier-returns/new')({
  staticData: { says: ['orders'] },
  // What only this page reads is no part of the first load.
  codeSplitGroupings: [['loader', 'component']],
  validateSearch: readFromSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context: { queryClient }, deps: { order, receipt } }) => {
    void queryClient.prefetchQuery(locationsQuery)
    if (order && receipt) void queryClient.prefetchQuery(receivedQuery(order, receipt))
  },
  component: NewReturn,
})

function NewReturn() {
  const { order, receipt } = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <NewReturnPage
      key={receipt ?? 0}
      from={order && receipt ? { order, receipt } : null}
      onSaved={({ id }) =>
        void navigate({
          to: '/supplier-returns/$returnId',
          params: { returnId: String(id) },
          ignoreBlocker: true,
        })
      }
    />
  )
}
