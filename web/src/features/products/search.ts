import type { ProductFilter } from '@/shared/products'
import { oneOf, pageOf, textOf } from '@/shared/search'

export const LIMIT = 25

export const sorts = ['name', '-name', 'sku', '-sku', 'price', '-price', 'stock', '-stock'] as const

export type ProductSearch = { q?: string; sort?: (typeof sorts)[number]; page?: number }

/** The list's state lives in the URL; what is usual is left out of it. */
export function readSearch(search: Record<string, unknown>): ProductSearch {
  const q = textOf(search.q)
  const sort = oneOf(search.sort, sorts, 'name')
  const page = pageOf(search.page)
  return {
    ...(q ? { q } : {}),
    ...(sort === 'name' ? {} : { sort }),
    ...(page === 1 ? {} : { page }),
  }
}

export function listFilter({ q, sort, page }: ProductSearch): ProductFilter {
  return { q, sort: sort ?? 'name', page: page ?? 1, limit: LIMIT }
}
