import type { SalesListMarginsData } from '@/api/gen/types.gen'
import { type DaysSearch, type Range, readDays } from '@/shared/periods'
import { idOf, oneOf, pageOf } from '@/shared/search'

export const LIMIT = 25

export const groups = ['product', 'day', 'sale'] as const
export type Group = (typeof groups)[number]

export type MarginSearch = DaysSearch & {
  group?: Group
  product?: number
  location?: number
  page?: number
}

export function readSearch(search: Record<string, unknown>): MarginSearch {
  const group = oneOf(search.group, groups, 'product')
  const product = idOf(search.product)
  const location = idOf(search.location)
  const page = pageOf(search.page)
  return {
    ...(group === 'product' ? {} : { group }),
    ...(product ? { product } : {}),
    ...(location ? { location } : {}),
    ...readDays(search),
    ...(page === 1 ? {} : { page }),
  }
}

export type MarginFilter = NonNullable<SalesListMarginsData['query']>

/** The filters alone, as the list and the export both take them. */
export const rowsFilter = ({ group, product, location }: MarginSearch, range: Range) => ({
  group: group ?? 'product',
  ...(product ? { product_id: product } : {}),
  ...(location ? { location_id: location } : {}),
  ...range,
})

export const listFilter = (search: MarginSearch, range: Range): MarginFilter => ({
  ...rowsFilter(search, range),
  page: search.page ?? 1,
  limit: LIMIT,
})
