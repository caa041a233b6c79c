import { idOf, pageOf } from '@/shared/search'
import type { ReturnFilter } from './queries'

export const LIMIT = 25

export type ReturnSearch = { supplier?: number; page?: number }

export function readReturnSearch(search: Record<string, unknown>): ReturnSearch {
  const supplier = idOf(search.supplier)
  const page = pageOf(search.page)
  return { ...(supplier ? { supplier } : {}), ...(page === 1 ? {} : { page }) }
}

export const returnFilter = ({ supplier, page }: ReturnSearch): ReturnFilter => ({
  ...(supplier ? { supplier_id: supplier } : {}),
  page: page ?? 1,
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
