/** Numbers and dates as people of the language write them; one formatter per language and shape. */
const cache = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>()

function made<T extends Intl.NumberFormat | Intl.DateTimeFormat>(key: string, make: () => T): T {
  const known = cache.get(key)
  if (known) return known as T
  const formatter = make()
  cache.set(key, formatter)
  return formatter
}

const number = (language: string, name: string, options: Intl.NumberFormatOptions) =>
  made(`${language} ${name}`, () => new Intl.NumberFormat(language, options))
const dateTime = (language: string, name: string, options: Intl.DateTimeFormatOptions) =>
  made(`${language} ${name}`, () => new Intl.DateTimeFormat(language, options))

/** Midnight UTC, so that a day without a time is the same day in every browser. */
export const dayToDate = (day: string) => new Date(`${day}T00:00:00Z`)

export type Format = ReturnType<typeof formatFor>

/** The formatters of one language (`fr`, `en`). Days are `YYYY-MM-DD`, instants ISO 8601. */
export function formatFor(language: string) {
  const inUtc = { timeZone: 'UTC' } as const
  return {
    integer: (value: number) =>
      number(language, 'integer', { maximumFractionDigits: 0 }).format(value),
    decimal: (value: number, digits = 1) =>
      number(language, `decimal${digits}`, { maximumFractionDigits: digits }).format(value),
    signed: (value: number) =>
      number(language, 'signed', { signDisplay: 'exceptZero' }).format(value),
    money: (value: number) =>
      number(language, 'money', { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(
        value,
      ),
    percent: (value: number) => number(language, 'percent', { style: 'percent' }).format(value),
    signedPercent: (value: number) =>
      number(language, 'signedPercent', { style: 'percent', signDisplay: 'exceptZero' }).format(
        value,
      ),
    day: (day: string) =>
      dateTime(language, 'day', { ...inUtc, dateStyle: 'medium' }).format(dayToDate(day)),
    shortDay: (day: string) =>
      dateTime(language, 'shortDay', { ...inUtc, day: 'numeric', month: 'short' }).format(
        dayToDate(day),
      ),
    weekday: (day: string) =>
      dateTime(language, 'weekday', {
        ...inUtc,
        weekday: 'short',
        day: 'numeric',
        month: 'short',
      }).format(dayToDate(day)),
    instant: (instant: string) =>
      dateTime(language, 'instant', { dateStyle: 'medium', timeStyle: 'short' }).format(
        new Date(instant),
      ),
    /** Without the year, for what happened lately. */
    lately: (instant: string) =>
      dateTime(language, 'lately', {
        day: 'numeric',
        month: 'short',
        hour: 'numeric',
        minute: '2-digit',
      }).format(new Date(instant)),
    time: (instant: string) =>
      dateTime(language, 'time', { timeStyle: 'short' }).format(new Date(instant)),
  }
}

/** The day an instant falls on for whoever looks at the screen, as `YYYY-MM-DD`. */
export function localDay(instant: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${instant.getFullYear()}-${two(instant.getMonth() + 1)}-${two(instant.getDate())}`
}
