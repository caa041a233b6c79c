import { expect, test } from 'vitest'
import { isMuchMore, isUnusual, median } from './unusual'

test.each([
  [45, 4.5, true],
  [44.99, 4.5, false],
  [0.45, 4.5, true],
  [0.46, 4.5, false],
  [0, 4.5, true],
  ['45', 4.5, true],
  // Nothing typed, or nothing to compare with.
  ['', 4.5, false],
  [45, 0, false],
  [45, null, false],
  [undefined, 4.5, false],
])('%s where it was %s is unusual: %s', (now, usual, expected) => {
  expect(isUnusual(now, usual)).toBe(expected)
})

test.each([
  [1000, 20, true],
  [199, 20, false],
  // Little of anything is soon ten times as much.
  [10, 1, false],
  [100, 1, true],
  [100, 0, false],
  [1, 1000, false],
])('%s beside %s is much more: %s', (now, usual, expected) => {
  expect(isMuchMore(now, usual)).toBe(expected)
})

test('a few large figures do not make what is usual', () => {
  expect(median([2, 1, 500, 2, 3])).toBe(2)
  expect(median([4, 1])).toBe(1)
  expect(median([])).toBeUndefined()
  expect(median([Number.NaN, 0])).toBeUndefined()
})
