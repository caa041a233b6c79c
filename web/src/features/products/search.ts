import type { ProductFilter } from '@/shared/products'
import { oneOf, pageOf, textOf } from '@/shared/search'

export const LIMIT = 25

export const sorts = ['name', '-name', 'sku', '-sku', 'price', '-price', 'stock', '-stock'] as const

/** At most so many units left: none, few, not many. */
export const lefts = [0, 5, 20] as const

export type ProductSearch = {
  q?: string
  category?: string
  left?: (typeof lefts)[number]
  archived?: boolean
  sort?: (typeof sorts)[number]
  page?: number
}

/** The list's state lives in the URL; what is usual is left out of it: a search has its best match first. */
export function readSearch(search: Record<string, unknown>): ProductSearch {
  const q = textOf(search.q)
  const usual = q ? undefined : 'name'
  const sort = oneOf(search.sort, sorts, usual)
  const page = pageOf(search.page)
  const category = textOf(search.category)
  const left = oneOf<ProductSearch['left']>(search.left, lefts, undefined)
  return {
    ...(q ? { q } : {}),
    ...(category ? { category } : {}),
    ...(left === undefined ? {} : { left }),
    ...(search.archived === true ? { archived: true } : {}),
    ...(sort && sort !== usual ? { sort } : {}),
    ...(page === 1 ? {} : { page }),
  }
}

/** The filters alone, as the list and the file of it both take them. */
export const rowsFilter = ({ q, category, left, archived }: ProductSearch) => ({
  ...(q ? { q, similar: true } : {}),
  ...(category ? { category } : {}),
  ...(left === undefined ? {} : { low_stock: left }),
  ...(archived ? { archived: 'true' as const } : {}),
})

export function listFilter(search: ProductSearch): ProductFilter {
  const { q, sort, page } = search
  return {
    ...rowsFilter(search),
    sort: sort ?? (q ? 'match' : 'name'),
    page: page ?? 1,
    limit: LIMIT,
  }
}

export const tabs = ['overview', 'forecast', 'stock', 'orders', 'prices'] as const
export type Tab = (typeof tabs)[number]

/** Of one product; `list` is what the list showed from which one came. */
export type OneSearch = { tab?: Tab; page?: number; list?: ProductSearch }

export function readOneSearch(search: Record<string, unknown>): OneSearch {
  const tab = oneOf(search.tab, tabs, 'overview')
  const page = pageOf(search.page)
  const { list } = search
  return {
    ...(tab === 'overview' ? {} : { tab }),
    ...(page === 1 ? {} : { page }),
    ...(list !== null && typeof list === 'object'
      ? { list: readSearch(list as Record<string, unknown>) }
      : {}),
  }
}
