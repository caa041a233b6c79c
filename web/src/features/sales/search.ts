import { type DaysSearch, type Range, readDays } from '@/shared/periods'
import { idOf, oneOf, pageOf } from '@/shared/search'
import type { SaleFilter } from './queries'

export const LIMIT = 25

export const states = ['recorded', 'cancelled'] as const
export type SaleState = (typeof states)[number]

/** What sales and baskets are both filtered by. */
export type BasketSearch = DaysSearch & {
  product?: number
  person?: number
  location?: number
  state?: SaleState
  page?: number
}

export const sorts = ['sold_at', '-sold_at', 'quantity', '-quantity', 'total', '-total'] as const
export type SaleSort = (typeof sorts)[number]
export const usualSort: SaleSort = '-sold_at'

export type SaleSearch = BasketSearch & { import?: number; sort?: SaleSort }

export function readBasketSearch(search: Record<string, unknown>): BasketSearch {
  const product = idOf(search.product)
  const person = idOf(search.person)
  const location = idOf(search.location)
  const state = oneOf(search.state, states, undefined)
  const page = pageOf(search.page)
  return {
    ...(product ? { product } : {}),
    ...(person ? { person } : {}),
    ...(location ? { location } : {}),
    ...(state ? { state } : {}),
    ...readDays(search),
    ...(page === 1 ? {} : { page }),
  }
}

export function readSearch(search: Record<string, unknown>): SaleSearch {
  const { page, ...filters } = readBasketSearch(search)
  const ofImport = idOf(search.import)
  const sort = oneOf(search.sort, sorts, usualSort)
  return {
    ...filters,
    ...(ofImport ? { import: ofImport } : {}),
    ...(sort === usualSort ? {} : { sort }),
    ...(page ? { page } : {}),
  }
}

/** The filters alone, as the list, its sum and the export all take them. */
export const rowsFilter = (search: SaleSearch, range: Range) => ({
  ...(search.product ? { product_id: search.product } : {}),
  ...(search.person ? { user_id: search.person } : {}),
  ...(search.location ? { location_id: search.location } : {}),
  ...(search.import ? { import_id: search.import } : {}),
  ...(search.state ? { voided: search.state === 'cancelled' } : {}),
  ...range,
})

export const listFilter = (search: SaleSearch, range: Range): SaleFilter => ({
  ...rowsFilter(search, range),
  ...(search.sort ? { sort: search.sort } : {}),
  page: search.page ?? 1,
  limit: LIMIT,
})
