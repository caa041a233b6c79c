import { expect, test } from 'vitest'
import { bandsOf } from './queries'

const range = (reach: number) => ({
  lower: [5 - reach],
  upper: [5 + reach],
  total: { expected: 5, lower: 5 - reach, upper: 5 + reach },
})

test('the ranges of one answer are drawn with the wide one first', () => {
  expect(bandsOf({ levels: { '0.8': range(1), '0.95': range(2) } })).toEqual([
    { level: 0.95, lower: [3], upper: [7] },
    { level: 0.8, lower: [4], upper: [6] },
  ])
})
