import type { QueryClient } from '@tanstack/react-query'
import { addDays, dayIn, dayToDate } from './day'
import { firstWeekday } from './i18n/locale'
import { dayOf, oneOf } from './search'
import { shopQuery } from './shop/queries'
import { type Shop, useShop, useToday } from './shop/use-shop'

/** Days that go with the calendar: a view of today shows another day tomorrow. */
export const periods = ['today', 'yesterday', 'week', 'month', 'lastMonth'] as const
export type Period = (typeof periods)[number]

/** From one day to another, both included; either may be open. */
export type Range = { from?: string; to?: string }
/** What an address says of days: a period by its name, or days that stay. */
export type DaysSearch = Range & { days?: Period }

export function readDays(search: Record<string, unknown>): DaysSearch {
  const days = oneOf(search.days, periods, undefined)
  if (days) return { days }
  const from = dayOf(search.from)
  const to = dayOf(search.to)
  return { ...(from ? { from } : {}), ...(to ? { to } : {}) }
}

export function rangeOf({ days, from, to }: DaysSearch, today: string, firstDay: number): Range {
  const first = `${today.slice(0, 8)}01`
  switch (days) {
    case 'today':
      return { from: today, to: today }
    case 'yesterday': {
      const day = addDays(today, -1)
      return { from: day, to: day }
    }
    case 'week': {
      const since = (dayToDate(today).getUTCDay() - firstDay + 7) % 7
      return { from: addDays(today, -since), to: today }
    }
    case 'month':
      return { from: first, to: today }
    case 'lastMonth': {
      const last = addDays(first, -1)
      return { from: `${last.slice(0, 8)}01`, to: last }
    }
    default:
      return { ...(from ? { from } : {}), ...(to ? { to } : {}) }
  }
}

/** The days of an address as they are in the shop now. */
export function useRange(search: DaysSearch): Range {
  const today = useToday()
  const { country } = useShop()
  return rangeOf(search, today, firstWeekday(country))
}

/** The same before a page is drawn: what needs no calendar waits for no shop. */
export function withRange(
  queryClient: QueryClient,
  search: DaysSearch,
  use: (range: Range) => void,
): void {
  if (!search.days) {
    use(rangeOf(search, '', 1))
    return
  }
  const of = ({ time_zone, country }: Shop) =>
    use(rangeOf(search, dayIn(time_zone, new Date()), firstWeekday(country)))
  // Without a shop the page itself says what is wrong.
  queryClient.ensureQueryData(shopQuery).then(of, () => undefined)
}
