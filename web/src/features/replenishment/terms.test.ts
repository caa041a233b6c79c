import { expect, test } from 'vitest'
import { teaAdvice } from '../../../tests/advice'
import { stockPoints } from './stock-chart'
import { termLines } from './terms'

const terms = teaAdvice.terms as NonNullable<typeof teaAdvice.terms>

test.each([
  ['as it is', terms],
  [
    'with arrivals and lost sales',
    {
      ...terms,
      arrivals_to_a: 20,
      lost_to_a: 4,
      stock_at_a: 40,
      arrivals_a_b: 12,
      need_mean: 53,
      need: 75,
    },
  ],
])('each sum is that of the lines above it, %s', (_, given) => {
  let sum = 0
  for (const { kind, units } of termLines(given)) {
    if (kind === 'term') sum += units
    if (kind !== 'sum') continue
    expect(sum).toBeCloseTo(units)
    sum = 0
  }
})

test('a step says its limit and what came out', () => {
  expect(termLines(terms).at(-1)).toEqual({
    key: 'order_multiple',
    units: 144,
    kind: 'step',
    limit: 36,
  })
})

test('stock falls to what the terms say, and the order is added when it arrives', () => {
  expect(stockPoints(teaAdvice, 144)).toEqual({
    without: [
      ['2026-12-09', 211],
      ['2026-12-12', 16],
      ['2026-12-19', 0],
    ],
    withOrder: [
      ['2026-12-12', 16],
      ['2026-12-12', 160],
      ['2026-12-19', 55],
    ],
  })
})
