import { createFileRoute } from '@tanstack/react-router'
import { orderQuery } from '@/features/purchasing/queries'
import { ReceivePage } from '@/features/purchasing/ReceivePage'
import { readId } from '@/shared/route-ids'

export const Route = createFileRoute('/_auth/orders/$orderId/receive')({
  staticData: { says: ['orders'] },
  // What only this page reads is no part of the first load.
  codeSplitGroupings: [['loader', 'component']],
  params: { parse: ({ orderId }) => ({ orderId: readId(orderId) }) },
  loader: ({ context, params }) =>
    context.queryClient.fetchQuery(orderQuery(Number(params.orderId))).catch(() => null),
  component: ReceiveOrder,
})

function ReceiveOrder() {
  const { orderId } = Route.useParams()
  const navigate = Route.useNavigate()
  return (
    <ReceivePage
      key={orderId}
      id={Number(orderId)}
      onReceived={() =>
        void navigate({ to: '/orders/$orderId', params: { orderId }, ignoreBlocker: true })
      }
    />
  )
}
