import type { SalesDayOut } from '@/api/gen/types.gen'
import { addDays } from '@/shared/day'

/** How far back a day's course is looked at: four weeks. */
export const DAYS_BACK = 28
const WEEKS_BACK = [7, 14, 21, 28]

type Days = readonly Pick<SalesDayOut, 'day' | 'quantity' | 'revenue'>[]
export type Expected = { units: number; revenue: number }

const sum = (days: Days, of: 'quantity' | 'revenue', among: ReadonlySet<string>) =>
  days.filter(({ day }) => among.has(day)).reduce((total, row) => total + row[of], 0)

/**
 * What could be sold by now, so that a day that is not over is compared fairly: the forecast of
 * today, times the part of a day that was sold by this time on the same weekday of four weeks, or
 * on any day where those had no sale. Null where nothing says how a day goes.
 */
export function expectedByNow(
  today: string,
  forecast: number,
  whole: Days,
  soFar: Days,
): Expected | null {
  const past = new Set(Array.from({ length: DAYS_BACK }, (_, n) => addDays(today, -1 - n)))
  const likeToday = new Set(WEEKS_BACK.map((days) => addDays(today, -days)))
  const among = sum(whole, 'quantity', likeToday) > 0 ? likeToday : past
  const all = sum(whole, 'quantity', among)
  const sold = sum(whole, 'quantity', past)
  if (all <= 0 || sold <= 0) return null
  const units = (forecast * sum(soFar, 'quantity', among)) / all
  return { units, revenue: (units * sum(whole, 'revenue', past)) / sold }
}
