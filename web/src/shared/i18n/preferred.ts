export const languages = ['fr', 'en'] as const
export type Language = (typeof languages)[number]

export const CHOSEN = 'previstock.language'
const isLanguage = (value: unknown): value is Language => languages.includes(value as Language)

/** The language chosen here before, otherwise the browser's first that there is, else English. */
export function preferredLanguage(): Language {
  const chosen = localStorage.getItem(CHOSEN)
  if (isLanguage(chosen)) return chosen
  const accepted = navigator.languages.map((tag) => tag.slice(0, 2))
  return accepted.find(isLanguage) ?? 'en'
}
