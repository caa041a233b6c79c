import { dayOf, idOf, pageOf } from '@/shared/search'
import type { LotFilter } from './queries'

export const LIMIT = 25

export type LotSearch = { product?: number; location?: number; before?: string; page?: number }

export function readLotSearch(search: Record<string, unknown>): LotSearch {
  const product = idOf(search.product)
  const location = idOf(search.location)
  const before = dayOf(search.before)
  const page = pageOf(search.page)
  return {
    ...(product ? { product } : {}),
    ...(location ? { location } : {}),
    ...(before ? { before } : {}),
    ...(page === 1 ? {} : { page }),
  }
}

export const lotFilter = ({ product, location, before, page }: LotSearch): LotFilter => ({
  ...(product ? { product_id: product } : {}),
  ...(location ? { location_id: location } : {}),
  ...(before ? { expires_before: before } : {}),
  page: page ?? 1,
  limit: LIMIT,
})
