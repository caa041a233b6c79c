import { createFileRoute } from '@tanstack/react-router'
import { LIMIT, transfersQuery } from '@/features/transfers/queries'
import { TransfersPage } from '@/features/transfers/TransfersPage'
import { pageOf } from '@/shared/search'

export const Route = createFileRoute('/_auth/transfers/')({
  // What only this page reads is no part of the first load.
  codeSplitGroupings: [['loader', 'component']],
  validateSearch: (search: Record<string, unknown>): { page?: number } => {
    const page = pageOf(search.page)
    return page === 1 ? {} : { page }
  },
  loaderDeps: ({ search }) => search,
  loader: ({ context: { queryClient }, deps }) => {
    void queryClient.prefetchQuery(transfersQuery({ page: deps.page ?? 1, limit: LIMIT }))
  },
  component: Transfers,
})

function Transfers() {
  const { page } = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <TransfersPage
      page={page ?? 1}
      onPage={(next) => void navigate({ search: next === 1 ? {} : { page: next } })}
    />
  )
}
