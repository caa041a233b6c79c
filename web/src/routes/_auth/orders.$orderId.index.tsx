import { createFileRoute } from '@tanstack/react-router'
import { OrderPage } from '@/features/purchasing/OrderPage'
import { orderQuery, receiptsQuery } from '@/features/purchasing/queries'
import { readId } from '@/shared/route-ids'

export const Route = createFileRoute('/_auth/orders/$orderId/')({
  staticData: { says: ['orders'] },
  // What only this page reads is no part of the first load.
  codeSplitGroupings: [['loader', 'component']],
  params: { parse: ({ orderId }) => ({ orderId: readId(orderId) }) },
  loader: ({ context, params }) => {
    const id = Number(params.orderId)
    void context.queryClient.prefetchQuery(orderQuery(id))
    void context.queryClient.prefetchQuery(receiptsQuery(id))
  },
  component: OneOrder,
})

function OneOrder() {
  const { orderId } = Route.useParams()
  return <OrderPage key={orderId} id={Number(orderId)} />
}
