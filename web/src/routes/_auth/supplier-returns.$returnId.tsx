import { createFileRoute } from '@tanstack/react-router'
import { ReturnPage } from '@/features/returns/ReturnPage'
import { readId } from '@/shared/route-ids'

export const Route = createFileRoute('/_auth/supplier-returns/$returnId')({
  params: { parse: ({ returnId }) => ({ returnId: readId(returnId) }) },
  component: OneReturn,
})

function OneReturn() {
  const { returnId } = Route.useParams()
  return <ReturnPage key={returnId} id={Number(returnId)} />
}
