import { type DaysSearch, type Range, readDays } from '@/shared/periods'
import { idOf, pageOf, textOf } from '@/shared/search'
import type { ActFilter } from './queries'

export const LIMIT = 50

export type AuditSearch = DaysSearch & {
  actor?: number
  action?: string
  subject?: string
  page?: number
}

export function readAuditSearch(search: Record<string, unknown>): AuditSearch {
  const actor = idOf(search.actor)
  const action = textOf(search.action)
  const subject = textOf(search.subject)
  const page = pageOf(search.page)
  return {
    ...(actor ? { actor } : {}),
    ...(action ? { action } : {}),
    ...(subject ? { subject } : {}),
    ...readDays(search),
    ...(page === 1 ? {} : { page }),
  }
}

/** Which acts, however many: as a file. */
export const actsFilter = (
  { page: _, days: _days, from: _from, to: _to, ...filter }: AuditSearch,
  range: Range,
) => ({ ...filter, ...range })

export const auditFilter = (search: AuditSearch, range: Range): ActFilter => ({
  ...actsFilter(search, range),
  page: search.page ?? 1,
  limit: LIMIT,
})
