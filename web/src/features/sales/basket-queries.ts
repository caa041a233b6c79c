import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { salesGetOrder, salesListOrders, salesVoidOrder } from '@/api/gen/sdk.gen'
import type { SalesListOrdersData, SalesOrderOut } from '@/api/gen/types.gen'
import { pageFrom } from '@/shared/paging'
import { salesChanged, salesKey } from '@/shared/sales'

export type SoldBasket = SalesOrderOut
export type BasketFilter = NonNullable<SalesListOrdersData['query']>

export const basketsQuery = (filter: BasketFilter) =>
  queryOptions({
    queryKey: [...salesKey, 'baskets', filter],
    queryFn: async ({ signal }) => pageFrom(await salesListOrders({ query: filter, signal })),
    placeholderData: keepPreviousData,
  })

export const basketQuery = (id: number) =>
  queryOptions({
    queryKey: [...salesKey, 'basket', id],
    queryFn: async ({ signal }) => (await salesGetOrder({ path: { order_id: id }, signal })).data,
  })

/** Takes a basket back, with every line that still stands; once more changes nothing. */
export function useVoidBasket(id: number) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (reason: string) =>
      (await salesVoidOrder({ path: { order_id: id }, body: { reason } })).data,
    onSuccess: () => void salesChanged(client),
  })
}
