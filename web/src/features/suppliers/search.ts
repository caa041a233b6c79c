import { oneOf, pageOf, textOf } from '@/shared/search'
import type { SupplierFilter } from '@/shared/suppliers'

export const LIMIT = 25

export type SupplierSearch = { q?: string; archived?: boolean; page?: number }

export function readSearch(search: Record<string, unknown>): SupplierSearch {
  const q = textOf(search.q)
  const page = pageOf(search.page)
  return {
    ...(q ? { q } : {}),
    ...(search.archived === true ? { archived: true } : {}),
    ...(page === 1 ? {} : { page }),
  }
}

export const listFilter = ({ q, archived, page }: SupplierSearch): SupplierFilter => ({
  ...(q ? { q } : {}),
  archived: archived ? 'true' : 'false',
  page: page ?? 1,
  limit: LIMIT,
})

export const tabs = ['products', 'details'] as const
export type Tab = (typeof tabs)[number]

export type OneSearch = { tab?: Tab; q?: string; page?: number }

export function readOneSearch(search: Record<string, unknown>): OneSearch {
  const tab = oneOf(search.tab, tabs, 'products')
  const q = textOf(search.q)
  const page = pageOf(search.page)
  return {
    ...(tab === 'products' ? {} : { tab }),
    ...(q ? { q } : {}),
    ...(page === 1 ? {} : { page }),
  }
}

export const termsFilter = ({ q, page }: OneSearch) => ({
  ...(q ? { q } : {}),
  page: page ?? 1,
  limit: LIMIT,
})
