import { createFileRoute } from '@tanstack/react-router'
import { salesQuery } from '@/features/sales/queries'
import { SalesPage } from '@/features/sales/SalesPage'
import { listFilter, readSearch } from '@/features/sales/search'

export const Route = createFileRoute('/_auth/sales/')({
  validateSearch: readSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => {
    void context.queryClient.prefetchQuery(salesQuery(listFilter(deps)))
  },
  component: Sales,
})

function Sales() {
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <SalesPage
      search={search}
      onSearch={(change) => void navigate({ search: { ...search, ...change } })}
    />
  )
}
