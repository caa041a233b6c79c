import { describe, expect, test } from 'vitest'
import { at, fill, find } from './reader'

const plain = (text: string | undefined) => text?.replace(/[\u00a0\u202f]/g, ' ')

const texts = {
  sales: {
    title: 'Sales',
    left_zero: 'None left',
    left_one: '{{count, number}} left',
    left_other: '{{count, number}} left in all',
    rows_one: 'one',
    rows_many: 'many',
    rows_other: 'other',
  },
}

describe('a text is found by its key', () => {
  test('through all its names', () => {
    expect(find(texts, 'en', 'sales.title')).toBe('Sales')
    expect(at(texts, 'sales')).toBe(texts.sales)
  })

  test.each(['sales', 'sales.titles', 'sales.title.more', 'other.title', '', 'sales.rows'])(
    'and "%s" is none',
    (key) => {
      expect(find(texts, 'en', key)).toBeUndefined()
    },
  )

  test.each(['constructor', 'sales.constructor.name', 'sales.title.length', '__proto__'])(
    'and what every object has, as "%s", is none of it',
    (key) => {
      expect(at(texts, key)).toBeUndefined()
    },
  )
})

describe('a count chooses the form that the language has for it', () => {
  test.each([
    ['en', 0, 'other'],
    ['en', 1, 'one'],
    ['en', 1.5, 'other'],
    ['en', -1, 'one'],
    ['en', 1_000_000, 'other'],
    ['fr', 0, 'one'],
    ['fr', 1, 'one'],
    ['fr', 1.5, 'one'],
    ['fr', 2, 'other'],
    ['fr', 999_999, 'other'],
    ['fr', 1_000_000, 'many'],
  ])('%s, %d: %s', (language, count, form) => {
    expect(find(texts, language, 'sales.rows', count)).toBe(form)
  })

  test('none may have a sentence of its own, and a form that is missing is the other one', () => {
    expect(find(texts, 'fr', 'sales.left', 0)).toBe('None left')
    expect(find(texts, 'fr', 'sales.left', 1_000_000)).toBe('{{count, number}} left in all')
  })

  test('a text without forms is the same for all counts', () => {
    expect(find(texts, 'en', 'sales.title', 3)).toBe('Sales')
  })

  test('a count that is no number chooses nothing', () => {
    expect(find(texts, 'en', 'sales.rows', '3')).toBeUndefined()
  })
})

describe('values stand in their places', () => {
  test.each([
    ['en-GB', '1,234.5'],
    ['fr-FR', '1 234,5'],
  ])('numbers as %s writes them', (locale, written) => {
    expect(plain(fill('{{count, number}} of {{count}}', { count: 1234.5 }, locale))).toBe(
      `${written} of 1234.5`,
    )
  })

  test('numbers that services send as text too', () => {
    expect(fill('{{left, number}} left', { left: '1200' }, 'en-GB')).toBe('1,200 left')
  })

  test('marks of replacing and of places are nothing special in a value', () => {
    const name = '$& $1 {{count}} {{name}} $$'
    expect(fill('“{{name}}”, {{count}}', { name, count: 2 }, 'en-GB')).toBe(`“${name}”, 2`)
  })

  test('what is not known is left open, and zero and nothing typed are known', () => {
    expect(fill('{{a}}|{{b}}|{{c, number}}|{{d}}|{{toString}}', { b: null, d: '' }, 'en-GB')).toBe(
      '…|…|…||…',
    )
    expect(fill('{{a}}, {{b, number}}', { a: false, b: 0 }, 'en-GB')).toBe('false, 0')
  })
})
