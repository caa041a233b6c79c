import { createFileRoute } from '@tanstack/react-router'
import { SuppliersPage } from '@/features/suppliers/SuppliersPage'
import { listFilter, readSearch } from '@/features/suppliers/search'
import { suppliersQuery } from '@/shared/suppliers'

export const Route = createFileRoute('/_auth/suppliers/')({
  staticData: { says: ['suppliers', 'sheets'] },
  // What only this page reads is no part of the first load.
  codeSplitGroupings: [['loader', 'component']],
  validateSearch: readSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => {
    void context.queryClient.prefetchQuery(suppliersQuery(listFilter(deps)))
  },
  component: Suppliers,
})

function Suppliers() {
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <SuppliersPage
      search={search}
      onSearch={(change, options) =>
        void navigate({ search: { ...search, ...change }, replace: options?.replace ?? false })
      }
    />
  )
}
