import { createFileRoute } from '@tanstack/react-router'
import { NewSupplierPage } from '@/features/suppliers/NewSupplierPage'

export const Route = createFileRoute('/_auth/suppliers/new')({
  staticData: { says: ['suppliers'] },
  component: NewSupplier,
})

function NewSupplier() {
  const navigate = Route.useNavigate()
  return (
    <NewSupplierPage
      onSaved={({ id }) =>
        void navigate({
          to: '/suppliers/$supplierId',
          params: { supplierId: String(id) },
          ignoreBlocker: true,
        })
      }
    />
  )
}
