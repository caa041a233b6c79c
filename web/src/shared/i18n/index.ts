import i18next from 'i18next'
import { use, useMemo } from 'react'
import { initReactI18next, useTranslation } from 'react-i18next'
import { type Format, formatFor } from '../format'
import { ShopContext } from '../shop/use-shop'
import { typeset } from './typeset'

export const languages = ['fr', 'en'] as const
export type Language = (typeof languages)[number]

const CHOSEN = 'previstock.language'
const isLanguage = (value: unknown): value is Language => languages.includes(value as Language)

/** The language chosen here before, otherwise the browser's first that there is, else English. */
export function preferredLanguage(): Language {
  const chosen = localStorage.getItem(CHOSEN)
  if (isLanguage(chosen)) return chosen
  const wanted = navigator.languages.map((tag) => tag.slice(0, 2))
  return wanted.find(isLanguage) ?? 'en'
}

// A language comes when it is read.
const texts = {
  en: () => import('./en').then(({ en }) => en),
  fr: () => import('./fr').then(({ fr }) => typeset(fr)),
}

export const i18n = i18next.createInstance()
i18n.use(initReactI18next)
i18n.on('languageChanged', (language) => {
  document.documentElement.lang = language
})
void i18n.init({
  fallbackLng: false,
  resources: {},
  interpolation: { escapeValue: false },
  initAsync: false,
})

async function speak(language: Language) {
  if (!i18n.hasResourceBundle(language, 'translation'))
    i18n.addResourceBundle(language, 'translation', await texts[language]())
  await i18n.changeLanguage(language)
}

/** The reader's language is there; English when it could not be had. */
export const i18nReady = speak(preferredLanguage()).catch(() => speak('en'))

export async function chooseLanguage(language: Language) {
  localStorage.setItem(CHOSEN, language)
  await speak(language)
}

/** The language that is read at this moment, outside of what is drawn. */
export const chosenLanguage = (): Language => (isLanguage(i18n.language) ? i18n.language : 'en')

/** Texts and formatters of the current language, and of the shop once somebody has signed in. */
export function useText() {
  const { t, i18n: instance } = useTranslation()
  const language: Language = isLanguage(instance.language) ? instance.language : 'en'
  const shop = use(ShopContext)
  const format: Format = useMemo(() => formatFor(language, shop), [language, shop])
  return { t, format, language }
}
