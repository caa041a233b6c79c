import i18next from 'i18next'
import { use, useMemo } from 'react'
import { initReactI18next, useTranslation } from 'react-i18next'
import { type Format, formatFor } from '../format'
import { ShopContext } from '../shop/use-shop'
import { localeFor } from './locale'
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
const dictionaries = {
  en: () => import('./en').then(({ en, late }) => ({ texts: en, late, set: asItIs })),
  fr: () => import('./fr').then(({ fr, late }) => ({ texts: fr, late, set: typeset })),
}
const asItIs = (texts: object) => texts
type LatePart = 'acts' | 'data' | 'replay' | 'setup' | 'till'

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

/** Parts that pages have asked for, in whichever language is read. */
const asked = new Set<LatePart>()

async function speak(language: Language) {
  if (!i18n.hasResourceBundle(language, 'translation')) {
    const { texts, set } = await dictionaries[language]()
    i18n.addResourceBundle(language, 'translation', set(texts))
  }
  // What is there already is spoken at once.
  const missing = [...asked].filter((part) => !i18n.getResource(language, 'translation', part))
  if (missing.length > 0) await Promise.all(missing.map((part) => addPart(language, part)))
  await i18n.changeLanguage(language)
}

async function addPart(language: Language, part: LatePart) {
  if (i18n.getResource(language, 'translation', part)) return
  const { late, set } = await dictionaries[language]()
  i18n.addResourceBundle(language, 'translation', set({ [part]: await late[part]() }), true)
}

/** Before a page that says more than the dictionary has from the start. */
export async function speakAlso(part: LatePart) {
  asked.add(part)
  await i18nReady
  await addPart(chosenLanguage(), part)
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
  const { t: translate, i18n: instance } = useTranslation()
  const language: Language = isLanguage(instance.language) ? instance.language : 'en'
  const shop = use(ShopContext)
  const locale = localeFor(language, shop?.country)
  const format: Format = useMemo(() => formatFor(language, shop), [language, shop])
  // Numbers within a text are written like those beside it.
  const t = useMemo(
    () =>
      ((key: never, values?: object) =>
        translate(key, { locale, ...values })) as unknown as typeof translate,
    [translate, locale],
  )
  return { t, format, language, locale }
}
