import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import {
  productsCreateSupplierReturn,
  productsGetPurchaseOrder,
  productsGetSupplierReturn,
  productsListPurchaseReceipts,
  productsListSupplierReturns,
} from '@/api/gen/sdk.gen'
import type {
  ProductsListSupplierReturnsData,
  ProductsSupplierReturnIn,
  ProductsSupplierReturnOut,
} from '@/api/gen/types.gen'
import { useIdempotencyKey } from '@/shared/idempotency-key'
import { pageFrom } from '@/shared/paging'
import { productsKey } from '@/shared/products'
import { makeStale } from '@/shared/stale'

export type SupplierReturn = ProductsSupplierReturnOut
export type ReturnFilter = NonNullable<ProductsListSupplierReturnsData['query']>

const returnsKey = ['supplier-returns'] as const

export const returnsQuery = (filter: ReturnFilter) =>
  queryOptions({
    queryKey: [...returnsKey, 'list', filter],
    queryFn: async ({ signal }) =>
      pageFrom(await productsListSupplierReturns({ query: filter, signal })),
    placeholderData: keepPreviousData,
  })

export const returnQuery = (id: number) =>
  queryOptions({
    queryKey: [...returnsKey, 'one', id],
    queryFn: async ({ signal }) =>
      (await productsGetSupplierReturn({ path: { return_id: id }, signal })).data,
  })

export type Received = {
  supplier: number
  location: number
  lines: { id: number; product: number; name: string }[]
}

/** What came in by one receipt of an order, as what may go back. */
export const receivedQuery = (order: number, receipt: number) =>
  queryOptions({
    queryKey: [...returnsKey, 'received', order, receipt],
    queryFn: async ({ signal }): Promise<Received> => {
      const path = { order_id: order }
      const [{ data: ordered }, { data: receipts }] = await Promise.all([
        productsGetPurchaseOrder({ path, signal }),
        productsListPurchaseReceipts({ path, signal }),
      ])
      const found = receipts.find(({ id }) => id === receipt)
      const lines = (found?.lines ?? []).flatMap((line) => {
        const of = ordered.lines.find(({ id }) => id === line.line_id)
        return of ? [{ id: line.id, product: of.product_id, name: of.product_name }] : []
      })
      return { supplier: ordered.supplier_id, location: ordered.location_id, lines }
    },
  })

export function useSendBack() {
  const client = useQueryClient()
  const attempt = useIdempotencyKey()
  return useMutation({
    mutationFn: async (body: ProductsSupplierReturnIn) => {
      const headers = { 'Idempotency-Key': attempt.of(body).key }
      const { data } = await productsCreateSupplierReturn({ body, headers })
      attempt.done()
      return data
    },
    onSettled: () => makeStale(client, returnsKey, productsKey),
  })
}
