import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import {
  productsGetPurchaseOrder,
  productsListPurchaseOrders,
  productsListPurchaseReceipts,
} from '@/api/gen/sdk.gen'
import type {
  ProductsListedPurchaseOrderOut,
  ProductsListPurchaseOrdersData,
  ProductsPurchaseOrderLineOut,
  ProductsPurchaseOrderOut,
  ProductsReceiptOut,
} from '@/api/gen/types.gen'
import { ordersKey } from '@/shared/keys'
import { pageFrom } from '@/shared/paging'
import type { Unit } from '@/shared/quantity'

export type ListedOrder = ProductsListedPurchaseOrderOut
export type Order = ProductsPurchaseOrderOut
export type OrderLineOut = ProductsPurchaseOrderLineOut
export type Receipt = ProductsReceiptOut
export type OrderFilter = NonNullable<ProductsListPurchaseOrdersData['query']>

export const ordersQuery = (filter: OrderFilter) =>
  queryOptions({
    queryKey: [...ordersKey, 'list', filter],
    queryFn: async ({ signal }) =>
      pageFrom(await productsListPurchaseOrders({ query: filter, signal })),
    placeholderData: keepPreviousData,
  })

/** How many are late, and one of them. */
export const lateOrdersQuery = ordersQuery({ overdue: true, limit: 1 })

export const orderQuery = (id: number) =>
  queryOptions({
    queryKey: [...ordersKey, 'one', id],
    queryFn: async ({ signal }) =>
      (await productsGetPurchaseOrder({ path: { order_id: id }, signal })).data,
  })

export const receiptsQuery = (id: number) =>
  queryOptions({
    queryKey: [...ordersKey, 'receipts', id],
    queryFn: async ({ signal }) =>
      (await productsListPurchaseReceipts({ path: { order_id: id }, signal })).data,
  })

/** A line names its unit as text; what is not known here is a piece. */
export const unitOf = (line: { unit: string }) => line.unit as Unit

/** Goods are still on their way. */
export const isAwaited = ({ status }: Pick<Order, 'status'>) =>
  status === 'placed' || status === 'partially_received'

export const isOpen = (order: Pick<Order, 'status'>) => order.status === 'draft' || isAwaited(order)
