import { use, useMemo, useSyncExternalStore } from 'react'
import { type Format, formatFor } from '../format'
import { ShopContext } from '../shop/use-shop'
import type { Texts } from './en'
import { localeFor } from './locale'
import { at, fill, find, type KeyOf, type Tree, type Values } from './reader'
import { typeset } from './typeset'

export const languages = ['fr', 'en'] as const
export type Language = (typeof languages)[number]
export type TextKey = KeyOf<Texts>
export type Translate = (key: TextKey, values?: Values) => string

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
const asItIs = (texts: Tree) => texts
type LatePart = 'acts' | 'data' | 'replay' | 'setup' | 'till'

/** What is there of each language. */
const known = new Map<Language, Tree>()
let spoken: Language = 'en'
const listeners = new Set<() => void>()

/** Adds parts to what is there of a language. */
export function addTexts(language: Language, parts: Tree) {
  known.set(language, { ...known.get(language), ...parts })
}

/** Parts that pages have asked for, in whichever language is read. */
const asked = new Set<LatePart>()
/** The language that was asked for last: another may have been while it was on its way. */
let wanted: Language

async function speak(language: Language) {
  wanted = language
  // What is there already is spoken at once.
  if (!known.has(language)) {
    const { texts, set } = await dictionaries[language]()
    addTexts(language, set(texts))
  }
  const missing = [...asked].filter((part) => !has(language, part))
  if (missing.length > 0) await Promise.all(missing.map((part) => addPart(language, part)))
  if (wanted !== language) return
  spoken = language
  document.documentElement.lang = language
  for (const listener of listeners) listener()
}

const has = (language: Language, part: LatePart) => part in (known.get(language) ?? {})

async function addPart(language: Language, part: LatePart) {
  if (has(language, part)) return
  const { late, set } = await dictionaries[language]()
  addTexts(language, set({ [part]: await late[part]() }))
}

/** Before a page that says more than the dictionary has from the start. */
export async function speakAlso(part: LatePart) {
  asked.add(part)
  await i18nReady
  await addPart(spoken, part)
}

/** The reader's language is there; English when it could not be had. */
export const i18nReady = speak(preferredLanguage()).catch(() => speak('en'))

export async function chooseLanguage(language: Language) {
  localStorage.setItem(CHOSEN, language)
  await speak(language)
}

/** The language that is read at this moment, outside of what is drawn. */
export const chosenLanguage = (): Language => spoken

const texts = () => known.get(spoken) ?? {}

function translate(key: string, values: Values, locale: string): string {
  const text = find(texts(), spoken, key, values.count)
  // A key that nothing is said under shows itself, to be found.
  return text === undefined ? key : fill(text, values, locale)
}

/** Texts outside of what is drawn, and of keys that data gives. */
export const i18n = {
  t: ((key, values = {}) => translate(key, values, localeFor(spoken, null))) as Translate,
  exists: (key: string): boolean => typeof at(texts(), key) === 'string',
  /** All that is said under a name, as it is written. */
  under: (name: string): Tree => {
    const tree = at(texts(), name)
    return typeof tree === 'object' ? tree : {}
  },
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Texts and formatters of the current language, and of the shop once somebody has signed in. */
export function useText() {
  const language = useSyncExternalStore(subscribe, chosenLanguage)
  const shop = use(ShopContext)
  const locale = localeFor(language, shop?.country)
  const format: Format = useMemo(() => formatFor(language, shop), [language, shop])
  // Numbers within a text are written like those beside it.
  const t = useMemo<Translate>(
    () =>
      (key, values = {}) =>
        translate(key, values, locale),
    [locale],
  )
  return { t, format, language, locale }
}
