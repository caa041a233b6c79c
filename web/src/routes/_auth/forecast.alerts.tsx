import { createFileRoute } from '@tanstack/react-router'
import { AlertsPage } from '@/features/alerts/AlertsPage'
import { alertsQuery } from '@/features/alerts/queries'
import { listFilter, readSearch } from '@/features/alerts/search'

export const Route = createFileRoute('/_auth/forecast/alerts')({
  staticData: { says: ['alerts'] },
  // What only this page reads is no part of the first load.
  codeSplitGroupings: [['loader', 'component']],
  validateSearch: readSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => {
    void context.queryClient.prefetchQuery(alertsQuery(listFilter(deps)))
  },
  component: Alerts,
})

function Alerts() {
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <AlertsPage
      search={search}
      onSearch={(change) => void navigate({ search: { ...search, ...change } })}
    />
  )
}
