import { createFileRoute } from '@tanstack/react-router'
import { BasketPage } from '@/features/sales/BasketPage'
import { basketQuery } from '@/features/sales/basket-queries'
import { readId } from '@/shared/route-ids'

export const Route = createFileRoute('/_auth/sales/baskets/$basketId')({
  staticData: { says: ['sales', 'till'] },
  // What only this page reads is no part of the first load.
  codeSplitGroupings: [['loader', 'component']],
  params: { parse: ({ basketId }) => ({ basketId: readId(basketId) }) },
  loader: ({ context, params }) => {
    void context.queryClient.prefetchQuery(basketQuery(Number(params.basketId)))
  },
  component: OneBasket,
})

function OneBasket() {
  const { basketId } = Route.useParams()
  return <BasketPage key={basketId} id={Number(basketId)} />
}
