import { addDays, dayToDate } from '@/shared/day'

/** By the day that it begins with. */
export type Week = { start: string; quantity: number }

/** The first day of the week that a day is in; weeks begin on a weekday, 1 being Monday. */
export const weekStart = (day: string, firstDay: number) =>
  addDays(day, -((dayToDate(day).getUTCDay() - firstDay + 7) % 7))

/** Sums by week; thousandths are whole, so that nothing is added by binary fractions. */
function byWeek(
  days: readonly { day: string; quantity: number }[],
  firstDay: number,
): Map<string, number> {
  const sums = new Map<string, number>()
  for (const { day, quantity } of days) {
    const start = weekStart(day, firstDay)
    sums.set(start, (sums.get(start) ?? 0) + quantity)
  }
  return sums
}

const listed = (sums: ReadonlyMap<string, number>): Week[] =>
  [...sums].map(([start, units]) => ({ start, quantity: Math.round(units * 1000) / 1000 }))

const WEEKS = 104

type Input = {
  /** Every day of the past, those without a sale too. */
  history: readonly { day: string; quantity: number }[]
  dates: readonly string[]
  expected: readonly number[]
  /** What weeks begin with in the country of the shop. */
  firstDay: number
}

/**
 * Two years by week. The week that the forecast begins in is what was sold in it and what is still
 * expected; the last one is left out unless the forecast reaches its end.
 */
export function weeksOf({ history, dates, expected, firstDay }: Input) {
  const [first] = dates
  const last = dates.at(-1)
  const begins = first && weekStart(first, firstDay)
  const sold = byWeek(history, firstDay)
  const ahead = byWeek(
    dates.map((day, i) => ({ day, quantity: expected[i] ?? 0 })),
    firstDay,
  )
  if (begins) ahead.set(begins, (ahead.get(begins) ?? 0) + (sold.get(begins) ?? 0))
  const whole = (start: string) => last !== undefined && addDays(start, 6) <= last
  const past = listed(sold).filter(({ start }) => !begins || start < begins)
  // A first week that began after its first day is no whole one.
  const begun = history[0] && history[0].day !== past[0]?.start ? past.slice(1) : past
  return {
    sold: begun.slice(-WEEKS),
    ahead: listed(ahead).filter(({ start }) => whole(start)),
  }
}

const YEAR = 52
const sum = (weeks: readonly Week[]) => weeks.reduce((total, { quantity }) => total + quantity, 0)

/** What the last 52 weeks sold, and against the 52 before where all of those are known. */
export function yearOf(sold: readonly Week[]) {
  const year = sum(sold.slice(-YEAR))
  const before = sold.length >= 2 * YEAR ? sum(sold.slice(-2 * YEAR, -YEAR)) : 0
  return {
    weeks: Math.min(YEAR, sold.length),
    total: year,
    change: before > 0 ? year / before - 1 : null,
  }
}

type Days = Omit<Input, 'expected'> & {
  expected: readonly number[]
  baseline: readonly number[] | null
}

/** The figures of a chart by week; each week stands at its first day. */
export function figuresByWeek({ history, dates, expected, baseline, firstDay }: Days) {
  const { sold, ahead } = weeksOf({ history, dates, expected, firstDay })
  const alone = baseline && weeksOf({ history, dates, expected: baseline, firstDay }).ahead
  return {
    history: sold.map(({ start, quantity }) => ({ day: start, quantity })),
    dates: ahead.map(({ start }) => start),
    expected: ahead.map(({ quantity }) => quantity),
    baseline: alone?.map(({ quantity }) => quantity) ?? null,
  }
}

const YEAR_DAYS = 7 * YEAR

/** What was sold 52 weeks before each day, on the same weekday; days of which it is not known are
 * left out. */
export function lastYearOf(
  history: readonly { day: string; quantity: number }[],
  dates: readonly string[],
) {
  const sold = new Map(history.map(({ day, quantity }) => [day, quantity]))
  return [...history.map(({ day }) => day), ...dates].flatMap((day) => {
    const quantity = sold.get(addDays(day, -YEAR_DAYS))
    return quantity === undefined ? [] : [{ day, quantity }]
  })
}
