import type { TextKey, Translate } from '@/shared/i18n'
import { en, late as lateEn } from '@/shared/i18n/en'
import { fr, late as lateFr } from '@/shared/i18n/fr'
import { localeFor } from '@/shared/i18n/locale'
import { fill, find, type Values } from '@/shared/i18n/reader'
import { typeset } from '@/shared/i18n/typeset'

export type Language = 'en' | 'fr'

export type Words = {
  t: Translate
  /** The same text whatever stands in the places of its values: for names that end in an amount or a date. */
  like: (key: string, values?: Values) => RegExp
}

async function dictionary(language: Language) {
  const [texts, late] = language === 'en' ? [en, lateEn] : [fr, lateFr]
  const parts = await Promise.all(
    Object.entries(late).map(async ([part, load]) => [part, await load()] as const),
  )
  const all = { ...texts, ...Object.fromEntries(parts) }
  return language === 'en' ? all : typeset(all)
}

/** What the client itself says, so that no test keeps a copy of its texts. */
export async function wordsOf(language: Language, country?: string | null): Promise<Words> {
  const texts = await dictionary(language)
  const locale = localeFor(language, country)
  const say = (key: string, values: Values = {}) => {
    const text = find(texts, language, key, values.count)
    if (text === undefined) throw new Error(`The client says nothing under ${key}.`)
    return text
  }
  return {
    t: (key: TextKey, values = {}) => fill(say(key, values), values, locale),
    like: (key, values) => {
      const parts = say(key, values).split(/\{\{.*?\}\}/)
      return new RegExp(parts.map((part) => escaped(part).replace(/\s/g, '\\s')).join('.+'))
    },
  }
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
