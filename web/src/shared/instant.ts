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

/** The instant at which the clocks of a time zone show this, as `2026-06-01T09:30`. */
export function instantOf(timeZone: string, wallClock: string): Date {
  const wall = new Date(`${wallClock}Z`).getTime()
  // The clock may change between the two.
  const guess = wall - offsetAt(timeZone, wall)
  return new Date(wall - offsetAt(timeZone, guess))
}

/** When a day begins in a time zone such as `Europe/Paris`. */
export const startOfDay = (timeZone: string, day: string) => instantOf(timeZone, `${day}T00:00`)

/** What the clocks of a time zone show at an instant, to the minute. */
export const wallClockOf = (timeZone: string, instant: Date) =>
  new Date(instant.getTime() + offsetAt(timeZone, Math.floor(instant.getTime() / 1000) * 1000))
    .toISOString()
    .slice(0, 16)
