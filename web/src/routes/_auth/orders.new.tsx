import { createFileRoute } from '@tanstack/react-router'
import { NewOrderPage } from '@/features/purchasing/NewOrderPage'
import { idOf } from '@/shared/search'

export const Route = createFileRoute('/_auth/orders/new')({
  validateSearch: (search: Record<string, unknown>): { supplier?: number } => {
    const supplier = idOf(search.supplier)
    return supplier ? { supplier } : {}
  },
  component: NewOrder,
})

function NewOrder() {
  const { supplier } = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <NewOrderPage
      supplier={supplier ?? null}
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
