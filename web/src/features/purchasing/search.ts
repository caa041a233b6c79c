import { idOf, oneOf, pageOf } from '@/shared/search'
import type { OrderFilter } from './queries'

export const LIMIT = 25

export const statuses = [
  'draft',
  'placed',
  'partially_received',
  'received',
  'closed_short',
  'cancelled',
] as const

/** `open`: of which something is still to be done; `overdue`: late. */
export const views = ['open', 'overdue', 'all', ...statuses] as const
export type View = (typeof views)[number]

export type OrderSearch = {
  view?: View
  supplier?: number
  product?: number
  location?: number
  page?: number
}

export function readSearch(search: Record<string, unknown>): OrderSearch {
  const view = oneOf(search.view, views, 'open')
  const supplier = idOf(search.supplier)
  const product = idOf(search.product)
  const location = idOf(search.location)
  const page = pageOf(search.page)
  return {
    ...(view === 'open' ? {} : { view }),
    ...(supplier ? { supplier } : {}),
    ...(product ? { product } : {}),
    ...(location ? { location } : {}),
    ...(page === 1 ? {} : { page }),
  }
}

const filterOf = (view: View): OrderFilter => {
  switch (view) {
    case 'open':
      return { status: ['draft', 'placed', 'partially_received'] }
    case 'overdue':
      return { overdue: true }
    case 'all':
      return {}
    default:
      return { status: [view] }
  }
}

export const listFilter = (search: OrderSearch): OrderFilter => ({
  ...filterOf(search.view ?? 'open'),
  ...(search.supplier ? { supplier_id: search.supplier } : {}),
  ...(search.product ? { product_id: search.product } : {}),
  ...(search.location ? { location_id: search.location } : {}),
  page: search.page ?? 1,
  limit: LIMIT,
})
