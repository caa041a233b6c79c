import { createFileRoute } from '@tanstack/react-router'
import { NewTransferPage } from '@/features/transfers/NewTransferPage'
import { readProposal } from '@/features/transfers/search'

export const Route = createFileRoute('/_auth/transfers/new')({
  validateSearch: readProposal,
  component: NewTransfer,
})

function NewTransfer() {
  const proposal = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <NewTransferPage
      key={proposal.product ?? 0}
      proposal={proposal}
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
