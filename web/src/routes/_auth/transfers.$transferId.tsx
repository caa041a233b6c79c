import { createFileRoute } from '@tanstack/react-router'
import { transferQuery } from '@/features/transfers/queries'
import { TransferPage } from '@/features/transfers/TransferPage'
import { readId } from '@/shared/route-ids'

export const Route = createFileRoute('/_auth/transfers/$transferId')({
  staticData: { says: ['stock'] },
  // What only this page reads is no part of the first load.
  codeSplitGroupings: [['loader', 'component']],
  params: { parse: ({ transferId }) => ({ transferId: readId(transferId) }) },
  loader: ({ context: { queryClient }, params }) => {
    void queryClient.prefetchQuery(transferQuery(Number(params.transferId)))
  },
  component: OneTransfer,
})

function OneTransfer() {
  const { transferId } = Route.useParams()
  return <TransferPage key={transferId} id={Number(transferId)} />
}
