import { createFileRoute, redirect } from '@tanstack/react-router'
import { salesGetSale } from '@/api/gen/sdk.gen'
import { dayIn } from '@/shared/day'
import { readId } from '@/shared/route-ids'
import { shopQuery } from '@/shared/shop/queries'

/** Where a sale is seen: in its basket, else among that product's sales of the day. */
export const Route = createFileRoute('/_auth/sales/lines/$saleId')({
  params: { parse: ({ saleId }) => ({ saleId: readId(saleId) }) },
  loader: async ({ context: { queryClient }, params: { saleId } }) => {
    const [{ data: sale }, shop] = await Promise.all([
      salesGetSale({ path: { sale_id: Number(saleId) } }),
      queryClient.ensureQueryData(shopQuery),
    ])
    if (sale.order_id) {
      throw redirect({
        to: '/sales/baskets/$basketId',
        params: { basketId: String(sale.order_id) },
        replace: true,
      })
    }
    const day = dayIn(shop.time_zone, new Date(sale.sold_at))
    throw redirect({
      to: '/sales',
      search: { product: sale.product_id, from: day, to: day },
      replace: true,
    })
  },
})
