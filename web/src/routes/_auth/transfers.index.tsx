import { createFileRoute } from '@tanstack/react-router'
import { transfersQuery } from '@/features/transfers/queries'
import { listFilter, readSearch } from '@/features/transfers/search'
import { TransfersPage } from '@/features/transfers/TransfersPage'

export const Route = createFileRoute('/_auth/transfers/')({
  staticData: { says: ['stock'] },
  // What only this page reads is no part of the first load.
  codeSplitGroupings: [['loader', 'component']],
  validateSearch: readSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => {
    void context.queryClient.prefetchQuery(transfersQuery(listFilter(deps)))
  },
  component: Transfers,
})

function Transfers() {
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <TransfersPage
      search={search}
      onSearch={(change) => void navigate({ search: { ...search, ...change } })}
    />
  )
}
