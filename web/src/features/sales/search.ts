import { dayOf, idOf, pageOf } from '@/shared/search'
import type { SaleFilter } from './queries'

export const LIMIT = 25

export type SaleSearch = { product?: number; from?: string; to?: string; page?: number }

export function readSearch(search: Record<string, unknown>): SaleSearch {
  const product = idOf(search.product)
  const from = dayOf(search.from)
  const to = dayOf(search.to)
  const page = pageOf(search.page)
  return {
    ...(product ? { product } : {}),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    ...(page === 1 ? {} : { page }),
  }
}

/** The filters alone, as the list and the export both take them. */
export const rowsFilter = ({ product, from, to }: SaleSearch) => ({ product_id: product, from, to })

export const listFilter = (search: SaleSearch): SaleFilter => ({
  ...rowsFilter(search),
  page: search.page ?? 1,
  limit: LIMIT,
})
