import { expect, test } from 'vitest'
import { pointsOf, spansOf, usualSpan } from './spans'

test('only what leaves something out is to choose, and everything', () => {
  expect(spansOf('days', 30)).toEqual(['all'])
  expect(spansOf('days', 90)).toEqual(['weeks6', 'all'])
  expect(spansOf('days', 700)).toEqual(['weeks6', 'months3', 'year', 'all'])
  expect(spansOf('weeks', 104)).toEqual(['months6', 'year', 'all'])
})

test('a phone shows less at first than a wide page', () => {
  const shown = (['days', 'weeks'] as const).map((step) =>
    [true, false].map((narrow) => pointsOf(step, usualSpan(step, narrow))),
  )
  expect(shown).toEqual([
    [42, 90],
    [26, 52],
  ])
  expect(pointsOf('days', 'all')).toBe(Number.POSITIVE_INFINITY)
})
