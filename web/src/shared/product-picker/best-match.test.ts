import { expect, test } from 'vitest'
import { bestMatch } from './best-match'

const rows = [
  { sku: 'TEA-10', name: 'Green tea, large' },
  { sku: 'TEA-1', name: 'Green tea' },
]

test('a scanned sku wins over one that only begins with it', () => {
  expect(bestMatch(rows, 'tea-1')).toBe(rows[1])
})

test('so does a scanned barcode, whatever zeros are in front of it', () => {
  const coded = [...rows, { sku: 'X', name: 'Mug', barcodes: ['012345678905'] }]
  expect(bestMatch(coded, '0012345678905')).toBe(coded[2])
})

test('an exact name comes next, then the first row', () => {
  expect(bestMatch(rows, 'Green tea')).toBe(rows[1])
  expect(bestMatch(rows, 'green')).toBe(rows[0])
  expect(bestMatch([], 'green')).toBeUndefined()
})
