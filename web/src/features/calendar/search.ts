import { oneOf } from '@/shared/search'
import { isMonth, type Month } from './month'

export type View = 'month' | 'list'
export type CalendarSearch = { month?: Month; view?: View }

/** What the address says of the calendar; this month, as a month, when it says nothing. */
export function readCalendarSearch(search: Record<string, unknown>): CalendarSearch {
  const view = oneOf<View>(search.view, ['month', 'list'], 'month')
  return {
    ...(isMonth(search.month) ? { month: search.month } : {}),
    ...(view === 'month' ? {} : { view }),
  }
}
