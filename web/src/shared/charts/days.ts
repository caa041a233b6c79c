/** A day, `YYYY-MM-DD`, as an instant on the axis, and back: midnights in UTC, wherever it is read. */
export const instantOf = (day: string) => Date.parse(`${day}T00:00:00Z`)
export const dayOf = (instant: number) => new Date(instant).toISOString().slice(0, 10)
