import i18next, { type TFunction } from 'i18next'
import { en, late as lateEn } from '@/shared/i18n/en'
import { fr, late as lateFr } from '@/shared/i18n/fr'
import { localeFor } from '@/shared/i18n/locale'
import { typeset } from '@/shared/i18n/typeset'

export type Language = 'en' | 'fr'

export type Words = {
  t: TFunction
  /** The same text whatever stands in the places of its values: for names that end in an amount or a date. */
  like: (key: string, values?: object) => RegExp
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
  const instance = i18next.createInstance()
  await instance.init({
    lng: language,
    fallbackLng: false,
    resources: { [language]: { translation: await dictionary(language) } },
    interpolation: { escapeValue: false },
  })
  const say = instance.t as unknown as (key: string, values?: object) => string
  const locale = localeFor(language, country)
  return {
    t: ((key: string, values?: object) => {
      const text = say(key, { locale, ...values })
      if (text === key) throw new Error(`The client says nothing under ${key}.`)
      return text
    }) as unknown as TFunction,
    like: (key, values) => {
      const parts = say(key, { ...values, skipInterpolation: true }).split(/\{\{.*?\}\}/)
      return new RegExp(parts.map((part) => escaped(part).replace(/\s/g, '\\s')).join('.+'))
    },
  }
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
