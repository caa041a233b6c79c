import { useMutation, useQueryClient } from '@tanstack/react-query'
import {
  productsCancelCount,
  productsCreateCount,
  productsEnterCountLines,
  productsPostCount,
} from '@/api/gen/sdk.gen'
import type {
  ProductsCountedLineIn,
  ProductsCountIn,
  ProductsPostCountIn,
} from '@/api/gen/types.gen'
import { useIdempotencyKey } from '@/shared/idempotency-key'
import { productsKey } from '@/shared/products'
import { makeStale } from '@/shared/stale'
import { countsKey } from './queries'

export function useStartCount() {
  const client = useQueryClient()
  const attempt = useIdempotencyKey()
  return useMutation({
    mutationFn: async (body: ProductsCountIn) => {
      const headers = { 'Idempotency-Key': attempt.of(body).key }
      const { data } = await productsCreateCount({ body, headers })
      attempt.done()
      return data
    },
    onSuccess: () => makeStale(client, countsKey),
  })
}

/** What the caller counted of a product: their earlier word of it is replaced. */
export function useEnterLine(id: number) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (line: ProductsCountedLineIn) =>
      (await productsEnterCountLines({ path: { count_id: id }, body: { lines: [line] } })).data,
    onSuccess: () => makeStale(client, countsKey),
    // One after the other, so that of two words of one product the later one holds.
    scope: { id: `count/${id}` },
  })
}

export function usePostCount(id: number) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (body: ProductsPostCountIn) =>
      (await productsPostCount({ path: { count_id: id }, body })).data,
    onSuccess: () => makeStale(client, countsKey, productsKey),
  })
}

export function useCancelCount(id: number) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (reason: string) =>
      (await productsCancelCount({ path: { count_id: id }, body: { reason } })).data,
    onSuccess: () => makeStale(client, countsKey),
  })
}
