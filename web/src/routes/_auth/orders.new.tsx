import { createFileRoute } from '@tanstack/react-router'
import { NewOrderPage } from '@/features/purchasing/NewOrderPage'
import { locationsQuery } from '@/shared/locations'
import { productQuery } from '@/shared/products'
import { idOf } from '@/shared/search'
import { supplierQuery } from '@/shared/suppliers'

export const Route = createFileRoute('/_auth/orders/new')({
  staticData: { says: ['orders'] },
  // What only this page reads is no part of the first load.
  codeSplitGroupings: [['loader', 'component']],
  validateSearch: (search: Record<string, unknown>): { supplier?: number; product?: number } => {
    const supplier = idOf(search.supplier)
    const product = idOf(search.product)
    return { ...(supplier ? { supplier } : {}), ...(product ? { product } : {}) }
  },
  loaderDeps: ({ search }) => search,
  loader: ({ context: { queryClient }, deps: { supplier, product } }) => {
    void queryClient.prefetchQuery(locationsQuery)
    if (supplier) void queryClient.prefetchQuery(supplierQuery(supplier))
    if (product) void queryClient.prefetchQuery(productQuery(product))
  },
  component: NewOrder,
})

function NewOrder() {
  const { supplier, product } = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <NewOrderPage
      supplier={supplier ?? null}
      product={product ?? null}
      onSaved={({ id }) =>
        void navigate({
          to: '/orders/$orderId',
          params: { orderId: String(id) },
          ignoreBlocker: true,
        })
      }
    />
  )
}
