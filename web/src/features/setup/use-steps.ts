import { queryOptions, useQueries } from '@tanstack/react-query'
import { productsListPurchaseOrders } from '@/api/gen/sdk.gen'
import { ordersKey } from '@/shared/keys'
import { pageFrom } from '@/shared/paging'
import { productsQuery } from '@/shared/products'
import { useShop } from '@/shared/shop/use-shop'
import { suppliersQuery } from '@/shared/suppliers'

const stepKeys = ['shop', 'data', 'prices', 'suppliers', 'order'] as const
type Step = {
  key: (typeof stepKeys)[number]
  to: '/settings/shop' | '/data' | '/products/prices' | '/suppliers' | '/forecast'
  done: boolean
}

const anyOrderQuery = queryOptions({
  queryKey: [...ordersKey, 'any'],
  queryFn: async ({ signal }) =>
    pageFrom(await productsListPurchaseOrders({ query: { limit: 1 }, signal })),
})

/** How far a new shop is: each step is done once what it brings is there. */
export function useSteps(): Step[] | null {
  const shop = useShop()
  const [cheapest, fullest, suppliers, orders] = useQueries({
    queries: [
      productsQuery({ sort: 'price', limit: 1 }),
      productsQuery({ sort: '-stock', limit: 1 }),
      suppliersQuery({ limit: 1 }),
      anyOrderQuery,
    ],
  })
  if (!cheapest.data || !fullest.data || !suppliers.data || !orders.data) return null
  const priced = (cheapest.data.rows[0]?.price ?? 0) > 0
  const stocked = (fullest.data.rows[0]?.stock ?? 0) > 0
  return [
    { key: 'shop', to: '/settings/shop', done: shop.version > 1 },
    { key: 'data', to: '/data', done: cheapest.data.total > 0 },
    { key: 'prices', to: '/products/prices', done: priced && stocked },
    { key: 'suppliers', to: '/suppliers', done: suppliers.data.total > 0 },
    { key: 'order', to: '/forecast', done: orders.data.total > 0 },
  ]
}
