import { idOf, oneOf, pageOf } from '@/shared/search'
import type { CountFilter } from './queries'

export const LIMIT = 25

export const statuses = ['open', 'posted', 'cancelled'] as const
export type CountStatus = (typeof statuses)[number]

export type CountSearch = { status?: CountStatus; location?: number; page?: number }

export function readSearch(search: Record<string, unknown>): CountSearch {
  const status = oneOf(search.status, statuses, undefined)
  const location = idOf(search.location)
  const page = pageOf(search.page)
  return {
    ...(status ? { status } : {}),
    ...(location ? { location } : {}),
    ...(page === 1 ? {} : { page }),
  }
}

export const listFilter = ({ status, location, page }: CountSearch): CountFilter => ({
  ...(status ? { status } : {}),
  ...(location ? { location_id: location } : {}),
  page: page ?? 1,
  limit: LIMIT,
})
