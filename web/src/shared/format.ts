import type { AuthShopOut } from '@/api/gen/types.gen'
import { dayToDate } from './day'
import { localeFor } from './i18n/locale'
import { MOST_DECIMALS, type Unit } from './quantity'

/** Numbers and dates as people write them; one formatter per locale and shape. */
const cache = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>()

function made<T extends Intl.NumberFormat | Intl.DateTimeFormat>(key: string, make: () => T): T {
  const known = cache.get(key)
  if (known) return known as T
  const formatter = make()
  cache.set(key, formatter)
  return formatter
}

const number = (locale: string, name: string, options: Intl.NumberFormatOptions) =>
  made(`${locale} ${name}`, () => new Intl.NumberFormat(locale, options))
/** With the true minus sign, where the data of the languages has a hyphen. */
const written = (formatter: Intl.NumberFormat, value: number) =>
  formatter.format(value).replace('-', '−')
const dateTime = (locale: string, name: string, options: Intl.DateTimeFormatOptions) =>
  made(`${locale} ${name}`, () => new Intl.DateTimeFormat(locale, options))

/** Amounts are kept to the cent, whatever the currency. */
export const CENTS = 2

/** An amount with as many decimals as its currency has, and any that it has beyond those. */
function currencyFormat(locale: string, currency: string): Intl.NumberFormat {
  const style = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const
  return made(`${locale} money ${currency}`, () => {
    const usual = new Intl.NumberFormat(locale, style).resolvedOptions()
    const digits = usual.maximumFractionDigits ?? CENTS
    return new Intl.NumberFormat(locale, {
      ...style,
      minimumFractionDigits: digits,
      maximumFractionDigits: Math.max(digits, CENTS),
    })
  })
}

/** Costs of one unit may have parts of a cent. */
export const COST_DECIMALS = 6

function costFormat(locale: string, currency: string): Intl.NumberFormat {
  return made(`${locale} cost ${currency}`, () => {
    const { minimumFractionDigits: least } = currencyFormat(locale, currency).resolvedOptions()
    return new Intl.NumberFormat(locale, {
      style: 'currency',
      currency,
      currencyDisplay: 'narrowSymbol',
      minimumFractionDigits: least ?? CENTS,
      maximumFractionDigits: COST_DECIMALS,
    })
  })
}

/** The symbols are the same in every language; a number and its unit stay on one line. */
const unitSuffix = (unit?: Unit) => (unit && unit !== 'piece' ? `\u00a0${unit}` : '')

/** What of the shop decides how figures read: its money, its country, and the clock on its wall. */
type Place = Pick<AuthShopOut, 'currency' | 'time_zone' | 'country'>

export type Format = ReturnType<typeof formatFor>

/**
 * The formatters of one language (`fr`, `en`) and shop, as its country writes them. Days are
 * `YYYY-MM-DD`, instants ISO 8601.
 * Before somebody signs in no shop is known: then there is neither money nor an instant to format.
 */
export function formatFor(language: string, shop?: Place | null) {
  const locale = localeFor(language, shop?.country)
  const clock = dateTime(locale, 'clock', { timeStyle: 'short' }).resolvedOptions()
  const inUtc = { timeZone: 'UTC' } as const
  const known = () => {
    if (!shop) throw new Error('Money and instants are formatted where the shop is known.')
    return shop
  }
  const inShop = (name: string, instant: string, options: Intl.DateTimeFormatOptions) => {
    const timeZone = known().time_zone
    return dateTime(locale, `${name} ${timeZone}`, { ...options, timeZone }).format(
      new Date(instant),
    )
  }
  return {
    integer: (value: number) =>
      written(number(locale, 'integer', { maximumFractionDigits: 0 }), value),
    decimal: (value: number, digits = 1) =>
      written(number(locale, `decimal${digits}`, { maximumFractionDigits: digits }), value),
    signed: (value: number) =>
      written(number(locale, 'signed', { signDisplay: 'exceptZero' }), value),
    /** Units of a product, with what they are unless they are pieces: "0.35 kg". */
    quantity: (value: number, unit?: Unit) =>
      written(number(locale, 'quantity', { maximumFractionDigits: MOST_DECIMALS }), value) +
      unitSuffix(unit),
    unitSuffix,
    /** How the services are told which mark a spreadsheet expects. */
    spreadsheet: (): 'comma' | 'point' =>
      number(locale, 'mark', { minimumFractionDigits: 1 }).format(0.5).includes(',')
        ? 'comma'
        : 'point',
    decimalMark: () =>
      number(locale, 'mark', { minimumFractionDigits: 1 })
        .formatToParts(0.5)
        .find(({ type }) => type === 'decimal')?.value ?? '.',
    /** In the shop's currency, or in that of whom it is paid to. */
    money: (value: number, currency = known().currency) =>
      written(currencyFormat(locale, currency), value),
    /** What one unit costs, to parts of a cent. */
    cost: (value: number, currency = known().currency) =>
      written(costFormat(locale, currency), value),
    /** An amount without its currency, as beside a mark of it. */
    amount: (value: number) =>
      written(
        number(locale, 'amount', { minimumFractionDigits: CENTS, maximumFractionDigits: CENTS }),
        value,
      ),
    /** How an amount is written in a field: the marks around and within it. */
    moneyMarks: (currency = known().currency) => {
      const parts = currencyFormat(locale, currency).formatToParts(0.5)
      const first = parts.findIndex(({ type }) => type === 'integer')
      const last = parts.findLastIndex(({ type }) => type === 'integer' || type === 'fraction')
      const text = (some: typeof parts) => some.map(({ value }) => value).join('')
      return {
        prefix: text(parts.slice(0, first)),
        suffix: text(parts.slice(last + 1)),
        decimalSeparator: parts.find(({ type }) => type === 'decimal')?.value ?? '.',
      }
    },
    percent: (value: number) => written(number(locale, 'percent', { style: 'percent' }), value),
    /** As exact as a person set it, up to hundredths of a percent. */
    share: (value: number) =>
      written(number(locale, 'share', { style: 'percent', maximumFractionDigits: 2 }), value),
    signedPercent: (value: number) =>
      written(
        number(locale, 'signedPercent', { style: 'percent', signDisplay: 'exceptZero' }),
        value,
      ),
    day: (day: string) =>
      dateTime(locale, 'day', { ...inUtc, dateStyle: 'medium' }).format(dayToDate(day)),
    shortDay: (day: string) =>
      dateTime(locale, 'shortDay', { ...inUtc, day: 'numeric', month: 'short' }).format(
        dayToDate(day),
      ),
    weekday: (day: string) =>
      dateTime(locale, 'weekday', {
        ...inUtc,
        weekday: 'short',
        day: 'numeric',
        month: 'short',
      }).format(dayToDate(day)),
    /** "June 2026", of `2026-06`. */
    month: (month: string) =>
      dateTime(language, 'month', { ...inUtc, month: 'long', year: 'numeric' }).format(
        dayToDate(`${month}-01`),
      ),
    /** The day's name alone. */
    dayName: (day: string) =>
      dateTime(language, 'dayName', { ...inUtc, weekday: 'short' }).format(dayToDate(day)),
    /** By the shop's clock, wherever it is read; `lately` and `time` alike. */
    instant: (instant: string) =>
      inShop('instant', instant, { dateStyle: 'medium', timeStyle: 'short' }),
    /** The day that an instant falls on. */
    dayOf: (instant: string) => inShop('dayOf', instant, { dateStyle: 'medium' }),
    /** As what names a day without an hour is kept. */
    isNoon: (instant: string) => {
      const timeZone = known().time_zone
      const time = dateTime('en-GB', `noon ${timeZone}`, { timeStyle: 'medium', timeZone })
      return time.format(new Date(instant)) === '12:00:00'
    },
    /** Without the year, for what happened lately. */
    lately: (instant: string) =>
      inShop('lately', instant, {
        day: 'numeric',
        month: 'short',
        hour: clock.hour12 ? 'numeric' : '2-digit',
        minute: '2-digit',
      }),
    time: (instant: string) => inShop('time', instant, { timeStyle: 'short' }),
  }
}
