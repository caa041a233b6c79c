import { createFileRoute } from '@tanstack/react-router'
import { NewOrderPage } from '@/features/purchasing/NewOrderPage'
import { idOf } from '@/shared/search'

export const Route = createFileRoute('/_auth/orders/new')({
  validateSearch: (search: Record<string, unknown>): { supplier?: number; product?: number } => {
    const supplier = idOf(search.supplier)
    const product = idOf(search.product)
    return { ...(supplier ? { supplier } : {}), ...(product ? { product } : {}) }
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
