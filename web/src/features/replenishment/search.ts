import type { Language } from '@/shared/i18n'
import { dayOf, idOf, oneOf, pageOf, textOf } from '@/shared/search'
import type { AdviceFilter } from './queries'

export const LIMIT = 25

/** What is to be ordered, what is not and why, and stock that lies too long. */
export const views = ['order', 'rest', 'dead', 'over'] as const
export type View = (typeof views)[number]

export const whyNots = [
  'covered_until',
  'on_order',
  'no_demand',
  'new_without_history',
  'no_supplier',
  'no_margin',
  'stock_unknown',
  'snoozed',
  'bundle',
  'beyond_horizon',
  'shelf_life',
  'storage',
  'waiting_costs_less',
  'transfer',
] as const
export type WhyNot = (typeof whyNots)[number]

export const sorts = [
  'money_at_risk',
  'runs_out',
  '-runs_out',
  'order_by',
  '-order_by',
  'urgency',
] as const
export type Sort = (typeof sorts)[number]

export type AdviceSearch = {
  view?: View
  reason?: WhyNot
  sort?: Sort
  supplier?: number
  category?: string
  location?: number
  until?: string
  page?: number
  /** Whose reasons are open, as `7-1`: the product and the location. */
  why?: string
}

export function readSearch(search: Record<string, unknown>): AdviceSearch {
  const view = oneOf(search.view, views, 'order')
  const reason = oneOf<WhyNot>(search.reason, whyNots, 'covered_until')
  const sort = oneOf(search.sort, sorts, 'money_at_risk')
  const supplier = idOf(search.supplier)
  const category = textOf(search.category)
  const location = idOf(search.location)
  const until = dayOf(search.until)
  const page = pageOf(search.page)
  const why = textOf(search.why)
  return {
    ...(view === 'order' ? {} : { view }),
    ...(reason === 'covered_until' ? {} : { reason }),
    ...(sort === 'money_at_risk' ? {} : { sort }),
    ...(supplier ? { supplier } : {}),
    ...(category ? { category } : {}),
    ...(location ? { location } : {}),
    ...(until ? { until } : {}),
    ...(page === 1 ? {} : { page }),
    ...(why && /^\d+-\d+$/.test(why) ? { why } : {}),
  }
}

const ofView = (view: View, reason: WhyNot): AdviceFilter => {
  switch (view) {
    case 'order':
      return { suggested: true }
    case 'rest':
      return { why_not: reason }
    case 'dead':
      return { dead: true }
    default:
      return { overstocked: true }
  }
}

/** Which rows are meant, whatever their page. */
export function rowsFilter(search: AdviceSearch, language: Language): AdviceFilter {
  const { view, reason, sort, supplier, category, location, until } = search
  return {
    ...ofView(view ?? 'order', reason ?? 'covered_until'),
    sort: sort ?? 'money_at_risk',
    language,
    ...(supplier ? { supplier_id: supplier } : {}),
    ...(category ? { category } : {}),
    ...(location ? { location_id: location } : {}),
    ...(until ? { order_by_until: until } : {}),
  }
}

export const listFilter = (search: AdviceSearch, language: Language): AdviceFilter => ({
  ...rowsFilter(search, language),
  page: search.page ?? 1,
  limit: LIMIT,
})
