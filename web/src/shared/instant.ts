import { dayToDate } from './day'

/** How far the wall clock of a zone is ahead of UTC at an instant, in milliseconds. */
function offsetAt(timeZone: string, instant: number): number {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(new Date(instant))
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value)
  const wall = Date.UTC(
    of('year'),
    of('month') - 1,
    of('day'),
    of('hour'),
    of('minute'),
    of('second'),
  )
  return wall - instant
}

/** When a day begins in a time zone such as `Europe/Paris`. */
export function startOfDay(timeZone: string, day: string): Date {
  const midnight = dayToDate(day).getTime()
  // The clock may change between the two.
  const guess = midnight - offsetAt(timeZone, midnight)
  return new Date(midnight - offsetAt(timeZone, guess))
}
