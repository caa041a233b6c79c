import { expect, test } from 'vitest'
import { kindsOf, stockoutsOf } from './marks'

test('days without stock that follow one another are one stretch', () => {
  const points = ['2026-05-30', '2026-05-31', '2026-06-01', '2026-06-03'].map((day) => ({
    day,
    censored: day !== '2026-05-30',
  }))
  const runs = stockoutsOf(points)
  expect(runs.map(({ first_day, last_day }) => [first_day, last_day])).toEqual([
    ['2026-05-31', '2026-06-01'],
    ['2026-06-03', '2026-06-03'],
  ])
  expect(kindsOf(runs)).toEqual(['stockout'])
})
