import { useMutation, useQueryClient } from '@tanstack/react-query'
import {
  productsCancelTransfer,
  productsCreateTransfer,
  productsReceiveTransfer,
  productsShipTransfer,
} from '@/api/gen/sdk.gen'
import type { ProductsArrivalsIn, ProductsTransferIn } from '@/api/gen/types.gen'
import { useIdempotencyKey } from '@/shared/idempotency-key'
import { incomingKey } from '@/shared/keys'
import { productsKey } from '@/shared/products'
import { makeStale } from '@/shared/stale'
import { transfersKey } from './queries'

function useTransferWrite<Input, Answer>(write: (input: Input) => Promise<Answer>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: write,
    onSettled: () => makeStale(client, transfersKey, incomingKey, productsKey),
  })
}

export function useDraftTransfer() {
  const attempt = useIdempotencyKey()
  return useTransferWrite(async (body: ProductsTransferIn) => {
    const headers = { 'Idempotency-Key': attempt.of(body).key }
    const { data } = await productsCreateTransfer({ body, headers })
    attempt.done()
    return data
  })
}

export const useShipTransfer = (id: number) =>
  useTransferWrite(async (expected_on: string | null) => {
    const path = { transfer_id: id }
    return (await productsShipTransfer({ path, body: { expected_on } })).data
  })

export function useReceiveTransfer(id: number) {
  const attempt = useIdempotencyKey()
  return useTransferWrite(async (body: ProductsArrivalsIn) => {
    const path = { transfer_id: id }
    const headers = { 'Idempotency-Key': attempt.of(body).key }
    const { data } = await productsReceiveTransfer({ path, body, headers })
    attempt.done()
    return data
  })
}

export const useCancelTransfer = (id: number) =>
  useTransferWrite(async (reason: string) => {
    const path = { transfer_id: id }
    return (await productsCancelTransfer({ path, body: { reason } })).data
  })
