import { type DaysSearch, type Range, readDays } from '@/shared/periods'
import { idOf, pageOf } from '@/shared/search'
import type { ReturnFilter } from './queries'

export const LIMIT = 25

export type ReturnSearch = DaysSearch & {
  supplier?: number
  product?: number
  location?: number
  page?: number
}

export function readReturnSearch(search: Record<string, unknown>): ReturnSearch {
  const supplier = idOf(search.supplier)
  const product = idOf(search.product)
  const location = idOf(search.location)
  const page = pageOf(search.page)
  return {
    ...(supplier ? { supplier } : {}),
    ...(product ? { product } : {}),
    ...(location ? { location } : {}),
    ...readDays(search),
    ...(page === 1 ? {} : { page }),
  }
}

export const listFilter = (search: ReturnSearch, range: Range): ReturnFilter => ({
  ...(search.supplier ? { supplier_id: search.supplier } : {}),
  ...(search.product ? { product_id: search.product } : {}),
  ...(search.location ? { location_id: search.location } : {}),
  ...range,
  page: search.page ?? 1,
  limit: LIMIT,
})

/** Which receipt goods go back of: `order` is the one that it belongs to. */
export function readFromSearch(search: Record<string, unknown>): {
  order?: number
  receipt?: number
} {
  const order = idOf(search.order)
  const receipt = idOf(search.receipt)
  return order && receipt ? { order, receipt } : {}
}
