import type { SalesListMarginsData } from '@/api/gen/types.gen'
import { dayOf, idOf, oneOf, pageOf } from '@/shared/search'

export const LIMIT = 25

export const groups = ['product', 'day', 'sale'] as const
export type Group = (typeof groups)[number]

export type MarginSearch = {
  group?: Group
  product?: number
  location?: number
  from?: string
  to?: string
  page?: number
}

export function readSearch(search: Record<string, unknown>): MarginSearch {
  const group = oneOf(search.group, groups, 'product')
  const product = idOf(search.product)
  const location = idOf(search.location)
  const from = dayOf(search.from)
  const to = dayOf(search.to)
  const page = pageOf(search.page)
  return {
    ...(group === 'product' ? {} : { group }),
    ...(product ? { product } : {}),
    ...(location ? { location } : {}),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    ...(page === 1 ? {} : { page }),
  }
}

export type MarginFilter = NonNullable<SalesListMarginsData['query']>

/** The filters alone, as the list and the export both take them. */
export const rowsFilter = ({ group, product, location, from, to }: MarginSearch) => ({
  group: group ?? 'product',
  ...(product ? { product_id: product } : {}),
  ...(location ? { location_id: location } : {}),
  ...(from ? { from } : {}),
  ...(to ? { to } : {}),
})

export const listFilter = (search: MarginSearch): MarginFilter => ({
  ...rowsFilter(search),
  page: search.page ?? 1,
  limit: LIMIT,
})
