/** Days are `YYYY-MM-DD`: text that sorts, and that means the same wherever it is read. */

/** Midnight UTC, so that a day without a time is the same day in every browser. */
export const dayToDate = (day: string) => new Date(`${day}T00:00:00Z`)

/** So many days later; earlier when below zero. In UTC, where every day has 24 hours. */
export function addDays(day: string, count: number): string {
  const date = dayToDate(day)
  date.setUTCDate(date.getUTCDate() + count)
  return date.toISOString().slice(0, 10)
}

/** How many days the second is after the first. */
export const daysBetween = (first: string, second: string) =>
  (dayToDate(second).getTime() - dayToDate(first).getTime()) / 86_400_000

/** The day that an instant falls on in a time zone such as `Europe/Paris`. */
export function dayIn(timeZone: string, instant: Date): string {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    calendar: 'iso8601',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(instant)
  const of = (type: string) => parts.find((part) => part.type === type)?.value
  return `${of('year')}-${of('month')}-${of('day')}`
}
