import { dayToDate } from './day'
import { firstWeekday } from './i18n/locale'

export type Choice = { value: string; label: string }
type Group = { group: string; items: Choice[] }

// ISO 3166-1 alpha-2. Browsers know the names of these codes but give no list of them.
const COUNTRIES =
  'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW'

/** A code with what it is called; a code that the browser does not know is its own name. */
export function nameOf(locale: string, type: 'region' | 'currency', code: string): string {
  const name = new Intl.DisplayNames(locale, { type }).of(code) ?? code
  return name === code ? code : `${name} (${code})`
}

function named(locale: string, type: 'region' | 'currency', codes: readonly string[]): Choice[] {
  return codes
    .map((value) => ({ value, label: nameOf(locale, type, value) }))
    .sort((a, b) => a.label.localeCompare(b.label, locale))
}

/** With the one that is stored, even if this browser's list lacks it. */
const including = (codes: readonly string[], stored: string | null) =>
  stored === null || codes.includes(stored) ? codes : [...codes, stored]

export const countryChoices = (locale: string, stored: string | null) =>
  named(locale, 'region', including(COUNTRIES.split(' '), stored))

export const currencyChoices = (locale: string, stored: string) =>
  named(locale, 'currency', including(Intl.supportedValuesOf('currency'), stored))

/** A zone as people read it, with how far its clocks are from UTC at an instant. */
export function zoneName(locale: string, zone: string, now: Date): string {
  const parts = new Intl.DateTimeFormat(locale, {
    timeZone: zone,
    timeZoneName: 'shortOffset',
  }).formatToParts(now)
  const offset = parts.find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const name = zone.replaceAll('_', ' ')
  return name === offset ? name : `${name} (${offset})`
}

type Zones = {
  locale: string
  stored: string
  country: string | null
  now: Date
  words: { ofCountry: string; others: string }
}

/** All zones, those of the shop's country first where the browser knows which they are. */
export function zoneChoices({ locale, stored, country, now, words }: Zones): Group[] {
  const all = including(['UTC', ...Intl.supportedValuesOf('timeZone')], stored)
  const own = country === null ? [] : (new Intl.Locale(`und-${country}`).getTimeZones?.() ?? [])
  const first = all.filter((zone) => own.includes(zone))
  const others = all.filter((zone) => !own.includes(zone))
  const choices = (zones: string[]) =>
    zones.map((value) => ({ value, label: zoneName(locale, value, now) }))
  return [
    { group: words.ofCountry, items: choices(first) },
    { group: words.others, items: choices(others) },
  ].filter(({ items }) => items.length > 0)
}

/** The weekdays, Monday being 1, from the one that weeks begin with in a country. */
export function weekdayChoices(locale: string, country: string | null): Choice[] {
  const name = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' })
  const first = firstWeekday(country)
  return [0, 1, 2, 3, 4, 5, 6]
    .map((later) => ((first - 1 + later) % 7) + 1)
    .map((day) => ({
      value: String(day),
      // 1 January 2024 was a Monday.
      label: name.format(dayToDate(`2024-01-0${day}`)),
    }))
}

/** Some of them, as a list is written. */
export const listed = (locale: string, texts: readonly string[]) =>
  new Intl.ListFormat(locale).format(texts)

const fold = (text: string) =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[/_-]/g, ' ').toLowerCase()

/** Whether a choice is what somebody means who types without accents or capitals. */
export const matches = (search: string) => {
  const words = fold(search).trim()
  return ({ label }: { label: string }) => fold(label).includes(words)
}
