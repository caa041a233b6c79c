import { createFileRoute } from '@tanstack/react-router'
import { salesQuery, sumQuery } from '@/features/sales/queries'
import { SalesPage } from '@/features/sales/SalesPage'
import { listFilter, readSearch, rowsFilter } from '@/features/sales/search'
import { locationsQuery } from '@/shared/locations'
import { withRange } from '@/shared/periods'

export const Route = createFileRoute('/_auth/sales/')({
  staticData: { says: ['sales'] },
  validateSearch: readSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context: { queryClient }, deps }) => {
    void queryClient.prefetchQuery(locationsQuery)
    withRange(queryClient, deps, (range) => {
      void queryClient.prefetchQuery(salesQuery(listFilter(deps, range)))
      void queryClient.prefetchQuery(sumQuery(rowsFilter(deps, range)))
    })
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
