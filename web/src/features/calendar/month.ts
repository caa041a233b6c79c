import type { CalendarEvent } from '@/shared/calendar'
import { addDays, dayToDate } from '@/shared/day'

/** `YYYY-MM`. */
export type Month = string

export const monthOf = (day: string): Month => day.slice(0, 7)

export const isMonth = (value: unknown): value is Month =>
  typeof value === 'string' && /^\d{4}-(0[1-9]|1[0-2])$/.test(value)

export function addMonths(month: Month, count: number): Month {
  const date = dayToDate(`${month}-01`)
  date.setUTCMonth(date.getUTCMonth() + count)
  return date.toISOString().slice(0, 7)
}

const WEEK = 7
/** How many days after the one that weeks begin with; of those Monday is 1 and Sunday 7. */
const weekdayOf = (day: string, firstDay: number) =>
  (dayToDate(day).getUTCDay() - firstDay + WEEK) % WEEK

/** The weeks that have a day in a month, whole. */
export function weeksOf(month: Month, firstDay: number): string[][] {
  const first = `${month}-01`
  const end = addDays(`${addMonths(month, 1)}-01`, -1)
  const weeks: string[][] = []
  for (let start = addDays(first, -weekdayOf(first, firstDay)); start <= end; ) {
    const from = start
    weeks.push(Array.from({ length: WEEK }, (_, n) => addDays(from, n)))
    start = addDays(start, WEEK)
  }
  return weeks
}

/** The same day of another month, or its last one. */
function dayInMonth(day: string, month: Month): string {
  const last = addDays(`${addMonths(month, 1)}-01`, -1)
  const wanted = `${month}-${day.slice(8)}`
  return wanted < last ? wanted : last
}

/** Where a key leads from a day, as in calendars elsewhere; null where it leads nowhere. */
export function dayByKey(day: string, key: string, firstDay: number): string | null {
  switch (key) {
    case 'ArrowLeft':
      return addDays(day, -1)
    case 'ArrowRight':
      return addDays(day, 1)
    case 'ArrowUp':
      return addDays(day, -WEEK)
    case 'ArrowDown':
      return addDays(day, WEEK)
    case 'Home':
      return addDays(day, -weekdayOf(day, firstDay))
    case 'End':
      return addDays(day, WEEK - 1 - weekdayOf(day, firstDay))
    case 'PageUp':
      return dayInMonth(day, addMonths(monthOf(day), -1))
    case 'PageDown':
      return dayInMonth(day, addMonths(monthOf(day), 1))
    default:
      return null
  }
}

export type DayEntry = {
  event: CalendarEvent
  /** It has its name here: on its first day, and again where a week begins. */
  named: boolean
}

export const entriesOf = (
  events: readonly CalendarEvent[],
  day: string,
  firstDay: number,
): DayEntry[] =>
  events
    .filter(({ first_day, last_day }) => first_day <= day && day <= last_day)
    .map((event) => ({ event, named: event.first_day === day || weekdayOf(day, firstDay) === 0 }))
