import { expect, test } from 'vitest'
import { formatFor, localDay } from './format'

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')

test('numbers follow the language', () => {
  expect(plain(formatFor('fr').money(1234.5))).toBe('1 234,50')
  expect(formatFor('en').money(1234.5)).toBe('1,234.50')
  expect(formatFor('en').signed(3)).toBe('+3')
})

test('a day stays the same day wherever the browser is', () => {
  expect(formatFor('en').day('2026-06-01')).toBe('Jun 1, 2026')
  expect(plain(formatFor('fr').day('2026-06-01'))).toBe('1 juin 2026')
})

test('the local day has leading zeros', () => {
  expect(localDay(new Date(2026, 0, 5, 23, 30))).toBe('2026-01-05')
})
