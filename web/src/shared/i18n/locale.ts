/**
 * Countries where numbers and dates of a language are written in a way of their own. Others that
 * browsers know are left out where their marks differ between numbers and amounts.
 */
const own: Record<string, string> = {
  en: 'AS AU CA CH GU HK IE IN KE MP MT NG NZ PH PR SG UM US VI ZA',
  fr: 'BE CA CH LU',
}

/** Elsewhere, and where a shop has not said where it is: day before month, 24 hours. */
const elsewhere: Record<string, string> = { en: 'en-GB', fr: 'fr-FR' }

/** How numbers and dates are written: in the language of who reads, as in the shop's country. */
export function localeFor(language: string, country: string | null | undefined): string {
  return country && own[language]?.split(' ').includes(country)
    ? `${language}-${country}`
    : (elsewhere[language] ?? language)
}

/** The day that weeks begin with in a country: 1 is Monday, 7 is Sunday. */
export function firstWeekday(country: string | null | undefined): number {
  const info: { firstDay: number } | undefined = new Intl.Locale(
    `und-${country ?? '001'}`,
  ).getWeekInfo?.()
  return info?.firstDay ?? 1
}

/** What comes first, the day, the month or the year. */
const dayOrder = (locale: string) =>
  new Intl.DateTimeFormat(locale)
    .formatToParts()
    .filter(({ type }) => type !== 'literal')
    .map(({ type }) => type)
    .join()

/** Does the browser write days in this language, and in the order of this locale? */
export function writesDaysAlike(language: string, locale: string): boolean {
  const [own] = navigator.language.split('-')
  return own === language && dayOrder(navigator.language) === dayOrder(locale)
}
