import type { TextKey, Translate } from '@/shared/i18n'
import { localeFor } from '@/shared/i18n/locale'
import { fill, find, type Values } from '@/shared/i18n/reader'
import { typeset } from '@/shared/i18n/typeset'
import { wordsOf as allOf } from '../tests/words'

export type Language = 'en' | 'fr'

export type Words = {
  t: Translate
  /** The same text whatever stands in the places of its values: for names that end in an amount or a date. */
  like: (key: string, values?: Values) => RegExp
}

/** What the client itself says, so that no test keeps a copy of its texts. */
export async function wordsOf(language: Language, country?: string | null): Promise<Words> {
  const all = await allOf(language)
  const texts = language === 'fr' ? typeset(all) : all
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
