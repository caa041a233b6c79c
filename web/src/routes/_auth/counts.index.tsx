import { createFileRoute } from '@tanstack/react-router'
import { CountsPage } from '@/features/counting/CountsPage'
import { countsQuery, LIMIT } from '@/features/counting/queries'
import { pageOf } from '@/shared/search'

export const Route = createFileRoute('/_auth/counts/')({
  // What only this page reads is no part of the first load.
  codeSplitGroupings: [['loader', 'component']],
  validateSearch: (search: Record<string, unknown>): { page?: number } => {
    const page = pageOf(search.page)
    return page === 1 ? {} : { page }
  },
  loaderDeps: ({ search }) => search,
  loader: ({ context: { queryClient }, deps }) => {
    void queryClient.prefetchQuery(countsQuery({ page: deps.page ?? 1, limit: LIMIT }))
  },
  component: Counts,
})

function Counts() {
  const { page } = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <CountsPage
      page={page ?? 1}
      onPage={(next) => void navigate({ search: next === 1 ? {} : { page: next } })}
      onStarted={({ id }) =>
        void navigate({ to: '/counts/$countId', params: { countId: String(id) } })
      }
    />
  )
}
