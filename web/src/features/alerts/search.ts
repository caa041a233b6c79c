import { oneOf, pageOf } from '@/shared/search'
import type { AlertFilter } from './queries'

export const LIMIT = 25

export const views = ['open', 'done'] as const
export type View = (typeof views)[number]

export const kinds = [
  'will_run_out',
  'ran_out',
  'demand_off',
  'bias',
  'late_delivery',
  'dead_stock',
  'overstock',
  'expires_unsold',
] as const
export type Kind = (typeof kinds)[number]

export type AlertSearch = { view?: View; kind?: Kind; page?: number }

export function readSearch(search: Record<string, unknown>): AlertSearch {
  const view = oneOf(search.view, views, 'open')
  const kind = oneOf<Kind | undefined>(search.kind, kinds, undefined)
  const page = pageOf(search.page)
  return {
    ...(view === 'open' ? {} : { view }),
    ...(kind ? { kind } : {}),
    ...(page === 1 ? {} : { page }),
  }
}

export const listFilter = ({ view, kind, page }: AlertSearch): AlertFilter => ({
  state: view === 'done' ? ['done'] : ['new', 'seen'],
  ...(kind ? { kind: [kind] } : {}),
  page: page ?? 1,
  limit: LIMIT,
})
