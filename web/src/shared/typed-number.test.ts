import { expect, test } from 'vitest'
import { readNumber, refusedKey } from './typed-number'

const comma = { mark: ',', places: 2, negative: false }
const point = { mark: '.', places: 2, negative: false }
const read = (text: string, rules: typeof comma) => {
  const { figures, refused } = readNumber(text, rules)
  return figures ?? refused
}

test.each([
  ['1 234,50', '1234.50'],
  ['1\u202f234,50\u00a0€', '1234.50'],
  ["1'234.50", '1234.50'],
  ['CHF 1’234.50', '1234.50'],
  ['€1,234.50', '1234.50'],
  ['1.234,50', '1234.50'],
  ['1,234,567', '1234567'],
  ['4.2', '4.2'],
  ['4,200', '4.200'],
  ['12 kg', '12'],
])('%s is read in full where decimals follow a comma', (text, figures) => {
  expect(read(text, comma)).toBe(figures)
})

test('one mark before three figures is read as in the country of the shop', () => {
  expect(read('1,234', point)).toBe('1234')
  expect(read('1.234', comma)).toBe('1234')
  expect(read('1,234', { ...comma, places: 3 })).toBe('1.234')
})

test.each([
  ['1e3', 'number'],
  ['1,2,3', 'number'],
  ['ten', 'number'],
  ['', 'number'],
  ['-5', 'negative'],
  ['−5,00 €', 'negative'],
  ['12,345', 'decimals'],
])('%s is refused and said why, never cut', (text, refused) => {
  expect(read(text, comma)).toBe(refused)
})

test('below nothing where that may be', () => {
  expect(readNumber('−12,5 %', { ...comma, negative: true })).toEqual({ figures: '-12.5' })
})

test.each([
  ['12,34', 5, '5', 'decimals'],
  ['12,34', 1, '5', null],
  ['12,3', 4, '5', null],
  ['12', 2, 'e', 'number'],
  ['12', 2, '-', 'negative'],
  ['1', 1, ' ', null],
  ['1', 1, 'Enter', null],
] as const)('in %s at %i the key %s', (value, at, key, refused) => {
  expect(refusedKey({ value, selectionStart: at, selectionEnd: at }, key, comma)).toBe(refused)
})

test('a selection is replaced, and whole numbers have no mark', () => {
  expect(refusedKey({ value: '12,34', selectionStart: 3, selectionEnd: 5 }, '5', comma)).toBeNull()
  expect(
    refusedKey({ value: '1', selectionStart: 1, selectionEnd: 1 }, ',', { ...comma, places: 0 }),
  ).toBe('decimals')
})
