import { createFileRoute } from '@tanstack/react-router'
import { TransferPage } from '@/features/transfers/TransferPage'
import { readId } from '@/shared/route-ids'

export const Route = createFileRoute('/_auth/transfers/$transferId')({
  params: { parse: ({ transferId }) => ({ transferId: readId(transferId) }) },
  component: OneTransfer,
})

function OneTransfer() {
  const { transferId } = Route.useParams()
  return <TransferPage key={transferId} id={Number(transferId)} />
}
