import { use, useMemo, useSyncExternalStore } from 'react'
import { type Format, formatFor } from '../format'
import { ShopContext } from '../shop/use-shop'
import { localeFor } from './locale'
import { CHOSEN, type Language, preferredLanguage } from './preferred'
import { at, fill, find, type KeyOf, type Tree, type Values } from './reader'
import { type Section, sections, type Texts } from './sections'
import { typeset } from './typeset'

export type { Language } from './preferred'
export type TextKey = KeyOf<Texts>
export type Translate = (key: TextKey, values?: Values) => string

/** What is there of each language, and of which sections. */
const loaded = new Map<Language, Tree>()
const loadedSections = new Set<`${Section}.${Language}`>()
/** Sections that pages have asked for, in whichever language is read. */
const asked = new Set<Section>(['start'])
/** The language that is read, and the one that is asked for: its words may be on their way. */
let current: Language = 'en'
let requested: Language = current
const listeners = new Set<() => void>()

const isThere = (language: Language) => (section: Section) =>
  loadedSections.has(`${section}.${language}`)

/** Adds a section to what is there of a language; parts of the same name are one. */
export function addSection(language: Language, section: Section, parts: Tree) {
  const before = loaded.get(language) ?? {}
  const all = Object.entries(parts).map(([name, texts]) => [
    name,
    { ...(before[name] as Tree), ...(texts as Tree) },
  ])
  loaded.set(language, { ...before, ...Object.fromEntries(all) })
  loadedSections.add(`${section}.${language}`)
}

const load = (language: Language, missing: readonly Section[]) =>
  Promise.all(
    missing.map(async (section) => {
      const { texts }: { texts: Tree } = await sections[language][section]()
      addSection(language, section, language === 'fr' ? typeset(texts) : texts)
    }),
  )

async function speak(language: Language) {
  requested = language
  const missing = [...asked].filter((section) => !isThere(language)(section))
  // What has come already is current at once.
  if (missing.length > 0) await load(language, missing)
  if (requested !== language) return
  current = language
  document.documentElement.lang = language
  for (const listener of listeners) listener()
}

/** Before a page that says more than the start; at once where it is there. */
export function speakAlso(...more: Section[]): Promise<unknown> | undefined {
  for (const section of more) asked.add(section)
  const missing = more.filter((section) => !isThere(requested)(section))
  return missing.length > 0 ? load(requested, missing) : undefined
}

/** What a page shows later, with its words: `withTexts(import('./Part'), 'section')`. */
export async function withTexts<Part>(part: Promise<Part>, ...more: Section[]): Promise<Part> {
  const [come] = await Promise.all([part, speakAlso(...more)])
  return come
}

/** The reader's language is there; English when it could not be had. */
export const i18nReady = speak(preferredLanguage()).catch(() => speak('en'))

export async function chooseLanguage(language: Language) {
  localStorage.setItem(CHOSEN, language)
  await speak(language)
}

/** The language that is read at this moment, outside of what is drawn. */
export const chosenLanguage = (): Language => current

const texts = () => loaded.get(current) ?? {}

function translate(key: string, values: Values, locale: string): string {
  const text = find(texts(), current, key, values.count)
  // A key that nothing is said under shows itself, to be found.
  return text === undefined ? key : fill(text, values, locale)
}

/** Texts outside of what is drawn, and of keys that data gives. */
export const i18n = {
  t: ((key, values = {}) => translate(key, values, localeFor(current, null))) as Translate,
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
