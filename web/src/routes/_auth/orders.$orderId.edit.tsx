import { createFileRoute } from '@tanstack/react-router'
import { EditOrderPage } from '@/features/purchasing/EditOrderPage'
import { orderQuery } from '@/features/purchasing/queries'
import { readId } from '@/shared/route-ids'

export const Route = createFileRoute('/_auth/orders/$orderId/edit')({
  staticData: { says: ['orders'] },
  // What only this page reads is no part of the first load.
  codeSplitGroupings: [['loader', 'component']],
  params: { parse: ({ orderId }) => ({ orderId: readId(orderId) }) },
  // What is changed is what is stored now, not what was looked at some time ago.
  loader: ({ context, params }) =>
    context.queryClient.fetchQuery(orderQuery(Number(params.orderId))).catch(() => null),
  component: EditOrder,
})

function EditOrder() {
  const { orderId } = Route.useParams()
  const navigate = Route.useNavigate()
  return (
    <EditOrderPage
      key={orderId}
      id={Number(orderId)}
      onSaved={() =>
        void navigate({ to: '/orders/$orderId', params: { orderId }, ignoreBlocker: true })
      }
    />
  )
}
