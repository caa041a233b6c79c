import { createFileRoute } from '@tanstack/react-router'
import { returnQuery } from '@/features/returns/queries'
import { ReturnPage } from '@/features/returns/ReturnPage'
import { readId } from '@/shared/route-ids'

export const Route = createFileRoute('/_auth/supplier-returns/$returnId')({
  staticData: { says: ['orders'] },
  // What only this page reads is no part of the first load.
  codeSplitGroupings: [['loader', 'component']],
  params: { parse: ({ returnId }) => ({ returnId: readId(returnId) }) },
  loader: ({ context: { queryClient }, params }) => {
    void queryClient.prefetchQuery(returnQuery(Number(params.returnId)))
  },
  component: OneReturn,
})

function OneReturn() {
  const { returnId } = Route.useParams()
  return <ReturnPage key={returnId} id={Number(returnId)} />
}
