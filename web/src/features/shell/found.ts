import { queryOptions } from '@tanstack/react-query'
import { productsGetPurchaseOrder } from '@/api/gen/sdk.gen'
import { ordersKey } from '@/shared/keys'
import { productsQuery } from '@/shared/products'
import { suppliersQuery } from '@/shared/suppliers'

const SHOWN = 6

export const foundProducts = (text: string) =>
  productsQuery({ q: text, similar: true, limit: SHOWN, page: 1 })

export const foundSuppliers = (text: string) => suppliersQuery({ q: text, limit: SHOWN, page: 1 })

/** The number of an order, as `12`, `#12` or `PO-12`. */
export function orderNumber(text: string): number | undefined {
  const digits = /^(?:#|po-?)?(\d{1,9})$/i.exec(text)?.[1]
  return digits ? Number(digits) : undefined
}

/** The order of this number; one that is not there was only a number. */
export const foundOrder = (id: number) =>
  queryOptions({
    queryKey: [...ordersKey, 'one', id],
    queryFn: async ({ signal }) =>
      (await productsGetPurchaseOrder({ path: { order_id: id }, signal })).data,
    retry: false,
  })

const folded = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

/** Whether every word begins one of the title's, case and accents aside. */
export function says(title: string, text: string): boolean {
  const words = folded(title).split(/[^\p{L}\p{N}]+/u)
  return folded(text)
    .split(/\s+/)
    .every((typed) => words.some((word) => word.startsWith(typed)))
}
