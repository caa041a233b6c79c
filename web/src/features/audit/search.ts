import { dayOf, idOf, pageOf, textOf } from '@/shared/search'
import type { ActFilter } from './queries'

export const LIMIT = 50

export type AuditSearch = {
  actor?: number
  action?: string
  subject?: string
  from?: string
  to?: string
  page?: number
}

export function readAuditSearch(search: Record<string, unknown>): AuditSearch {
  const actor = idOf(search.actor)
  const action = textOf(search.action)
  const subject = textOf(search.subject)
  const from = dayOf(search.from)
  const to = dayOf(search.to)
  const page = pageOf(search.page)
  return {
    ...(actor ? { actor } : {}),
    ...(action ? { action } : {}),
    ...(subject ? { subject } : {}),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    ...(page === 1 ? {} : { page }),
  }
}

/** Which acts, however many: as a file. */
export const actsFilter = ({ page: _, ...filter }: AuditSearch) => filter

export const auditFilter = (search: AuditSearch): ActFilter => ({
  ...actsFilter(search),
  page: search.page ?? 1,
  limit: LIMIT,
})
