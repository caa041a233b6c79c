import { describe, expect, test } from 'vitest'
import { wordsOf } from '../../../tests/words'
import type { Tree } from './reader'

function flat(tree: Tree, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === 'string' ? [[prefix + key, value]] : [...flat(value, `${prefix}${key}.`)],
    ),
  )
}

const PLURAL = /_(zero|one|two|few|many|other)$/
const english = flat(await wordsOf('en'))
const french = flat(await wordsOf('fr'))
const stems = (texts: Map<string, string>) =>
  [...new Set([...texts.keys()].map((key) => key.replace(PLURAL, '')))].sort()
const placeholders = (text = '') => [...text.matchAll(/\{\{(\w+)/g)].map((match) => match[1]).sort()

describe('French and English say the same things', () => {
  test('every text exists in both', () => {
    expect(stems(french)).toEqual(stems(english))
  })

  test.each([
    ['en', english, new Intl.PluralRules('en')],
    ['fr', french, new Intl.PluralRules('fr')],
  ])('every plural of %s has each form its grammar asks for', (_, texts, rules) => {
    const wanted = rules.resolvedOptions().pluralCategories
    const plurals = [...texts.keys()].filter((key) => PLURAL.test(key))
    const missing = plurals
      .map((key) => key.replace(PLURAL, ''))
      .flatMap((stem) => wanted.map((form) => `${stem}_${form}`))
      .filter((key) => !texts.has(key))
    expect(missing).toEqual([])
  })

  test('every text has the placeholders of its counterpart', () => {
    const different = [...french].filter(([key, text]) => {
      const other = english.get(key) ?? english.get(key.replace(PLURAL, '_other'))
      return placeholders(text).join() !== placeholders(other).join()
    })
    expect(different).toEqual([])
  })

  test('no text is empty', () => {
    expect([...english, ...french].filter(([, text]) => !text.trim())).toEqual([])
  })
})
