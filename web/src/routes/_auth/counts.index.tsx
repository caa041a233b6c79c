import { createFileRoute } from '@tanstack/react-router'
import { CountsPage } from '@/features/counting/CountsPage'
import { countsQuery } from '@/features/counting/queries'
import { listFilter, readSearch } from '@/features/counting/search'

export const Route = createFileRoute('/_auth/counts/')({
  staticData: { says: ['stock'] },
  // What only this page reads is no part of the first load.
  codeSplitGroupings: [['loader', 'component']],
  validateSearch: readSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => {
    void context.queryClient.prefetchQuery(countsQuery(listFilter(deps)))
  },
  component: Counts,
})

function Counts() {
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <CountsPage
      search={search}
      onSearch={(change) => void navigate({ search: { ...search, ...change } })}
      onStarted={({ id }) =>
        void navigate({ to: '/counts/$countId', params: { countId: String(id) } })
      }
    />
  )
}
