import { createFileRoute } from '@tanstack/react-router'
import { SupplierPage } from '@/features/suppliers/SupplierPage'
import { readOneSearch, termsFilter } from '@/features/suppliers/search'
import { readId } from '@/shared/route-ids'
import { supplierQuery, termsQuery } from '@/shared/suppliers'

export const Route = createFileRoute('/_auth/suppliers/$supplierId')({
  staticData: { says: ['suppliers'] },
  // What only this page reads is no part of the first load.
  codeSplitGroupings: [['loader', 'component']],
  params: { parse: ({ supplierId }) => ({ supplierId: readId(supplierId) }) },
  validateSearch: readOneSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context, params, deps }) => {
    const id = Number(params.supplierId)
    void context.queryClient.prefetchQuery(supplierQuery(id))
    void context.queryClient.prefetchQuery(termsQuery(id, termsFilter(deps)))
  },
  component: SupplierDetails,
})

function SupplierDetails() {
  const { supplierId } = Route.useParams()
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <SupplierPage
      key={supplierId}
      id={Number(supplierId)}
      search={search}
      onSearch={(change, options) =>
        void navigate({ search: { ...search, ...change }, replace: options?.replace ?? false })
      }
      onArchived={() => void navigate({ to: '/suppliers' })}
    />
  )
}
