import { expect, test } from 'vitest'
import type { ForecastMeasuresOut } from '@/api/gen/types.gen'
import { against } from './queries'

const measured = (rmsse: number | null, naive_rmsse: number | null) =>
  ({ rmsse, naive_rmsse }) as ForecastMeasuresOut

test('a quarter less error than repeating the week is minus a quarter', () => {
  expect(against(measured(0.75, 1))).toBeCloseTo(-0.25)
})

test('more error is above zero', () => {
  expect(against(measured(1.2, 1))).toBeCloseTo(0.2)
})

test.each([
  [null, 1],
  [0.5, null],
  [0.5, 0],
])('%s against %s cannot be told', (ours, naive) => {
  expect(against(measured(ours, naive))).toBeNull()
})
