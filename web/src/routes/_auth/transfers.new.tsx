import { createFileRoute } from '@tanstack/react-router'
import { NewTransferPage } from '@/features/transfers/NewTransferPage'

export const Route = createFileRoute('/_auth/transfers/new')({ component: NewTransfer })

function NewTransfer() {
  const navigate = Route.useNavigate()
  return (
    <NewTransferPage
      onSaved={({ id }) =>
        void navigate({
          to: '/transfers/$transferId',
          params: { transferId: String(id) },
          ignoreBlocker: true,
        })
      }
    />
  )
}
