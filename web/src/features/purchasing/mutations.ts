import { useMutation, useQueryClient } from '@tanstack/react-query'
import {
  productsAmendPurchaseOrder,
  productsCancelPurchaseOrder,
  productsClosePurchaseOrder,
  productsCreatePurchaseOrder,
  productsPlacePurchaseOrder,
  productsReceivePurchaseOrder,
} from '@/api/gen/sdk.gen'
import type {
  ProductsPurchaseOrderIn,
  ProductsPurchaseOrderPut,
  ProductsReceiptIn,
} from '@/api/gen/types.gen'
import { useIdempotencyKey } from '@/shared/idempotency-key'
import { adviceKey, incomingKey, ordersKey } from '@/shared/keys'
import { productsKey } from '@/shared/products'
import { makeStale } from '@/shared/stale'
import type { Order } from './queries'

const seen = ({ version }: Pick<Order, 'version'>) => ({ 'if-match': `"${version}"` })

function useOrderWrite<Input, Answer>(write: (input: Input) => Promise<Answer>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: write,
    // Also what somebody else changed meanwhile has to be read again.
    onSettled: () => makeStale(client, ordersKey, incomingKey, adviceKey),
  })
}

export function useDraftOrder() {
  const attempt = useIdempotencyKey()
  return useOrderWrite(async (body: ProductsPurchaseOrderIn) => {
    const headers = { 'Idempotency-Key': attempt.of(body).key }
    const { data } = await productsCreatePurchaseOrder({ body, headers })
    attempt.done()
    return data
  })
}

type Amended = { order: Pick<Order, 'id' | 'version'>; body: ProductsPurchaseOrderPut }

/** Refused (412) with what somebody else changed since that version was read. */
export const useAmendOrder = () =>
  useOrderWrite(async ({ order, body }: Amended) => {
    const path = { order_id: order.id }
    return (await productsAmendPurchaseOrder({ path, body, headers: seen(order) })).data
  })

export const usePlaceOrder = (order: Order) =>
  useOrderWrite(async () => {
    const path = { order_id: order.id }
    return (await productsPlacePurchaseOrder({ path, headers: seen(order) })).data
  })

export const useCancelOrder = (order: Order) =>
  useOrderWrite(async (reason: string) => {
    const path = { order_id: order.id }
    const body = { reason }
    return (await productsCancelPurchaseOrder({ path, body, headers: seen(order) })).data
  })

export const useCloseOrder = (order: Order) =>
  useOrderWrite(async (reason: string) => {
    const path = { order_id: order.id }
    const body = { reason }
    return (await productsClosePurchaseOrder({ path, body, headers: seen(order) })).data
  })

export function useReceiveOrder(order: Pick<Order, 'id' | 'version'>) {
  const client = useQueryClient()
  const attempt = useIdempotencyKey()
  return useOrderWrite(async (body: ProductsReceiptIn) => {
    const path = { order_id: order.id }
    const headers = { ...seen(order), 'Idempotency-Key': attempt.of(body).key }
    const { data } = await productsReceivePurchaseOrder({ path, body, headers })
    attempt.done()
    void makeStale(client, productsKey)
    return data
  })
}
