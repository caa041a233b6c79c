const DAY = 86_400_000
/** 1 January 1970 was a Thursday. */
const FIRST_MONDAY = 4 * DAY

/** Which days are named, from the closest to the farthest apart. */
const everyDays = [1, 2, 7, 14]
const everyMonths = [1, 2, 3, 6, 12, 24, 60, 120]

function byDays(from: number, to: number, days: number): number[] {
  // Weeks begin on Mondays; with one or two days it makes no difference.
  const step = days * DAY
  const first = FIRST_MONDAY + Math.ceil((from - FIRST_MONDAY) / step) * step
  const ticks: number[] = []
  for (let at = first; at <= to; at += step) ticks.push(at)
  return ticks
}

function byMonths(from: number, to: number, months: number): number[] {
  const start = new Date(from)
  const month = start.getUTCFullYear() * 12 + start.getUTCMonth()
  const ticks: number[] = []
  for (let n = Math.floor(month / months) * months; ; n += months) {
    const at = Date.UTC(Math.floor(n / 12), n % 12)
    if (at > to) return ticks
    if (at >= from) ticks.push(at)
  }
}

/** Days to name along an axis, at most so many: days, Mondays, or firsts of months. */
export function dayTicks(from: number, to: number, most: number): number[] {
  for (const days of everyDays) {
    if ((to - from) / (days * DAY) > most + 1) continue
    const ticks = byDays(from, to, days)
    if (ticks.length <= most) return ticks
  }
  for (const months of everyMonths) {
    const ticks = byMonths(from, to, months)
    if (ticks.length <= most) return ticks
  }
  return []
}

/** The step between whole units from zero up to what is largest, in about so many steps. */
export function unitStep(largest: number, steps: number): number {
  const least = largest / steps
  const magnitude = 10 ** Math.floor(Math.log10(least || 1))
  const step = [1, 2, 5, 10].map((n) => n * magnitude).find((n) => n >= least)
  return Math.max(1, step ?? 1)
}

/** Zero and its multiples, the last at or above what is largest. */
export function unitTicks(largest: number, steps: number): number[] {
  const step = unitStep(largest, steps)
  const count = Math.max(1, Math.ceil(largest / step))
  return Array.from({ length: count + 1 }, (_, n) => n * step)
}
