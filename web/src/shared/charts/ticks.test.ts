import { expect, test } from 'vitest'
import { dayOf, instantOf } from './days'
import { dayTicks, unitTicks } from './ticks'

const named = (from: string, to: string, most: number) =>
  dayTicks(instantOf(from), instantOf(to), most).map(dayOf)

test('a few days are all named, more of them by twos', () => {
  expect(named('2026-05-30', '2026-06-02', 4)).toEqual([
    '2026-05-30',
    '2026-05-31',
    '2026-06-01',
    '2026-06-02',
  ])
  expect(named('2026-05-30', '2026-06-06', 4)).toHaveLength(4)
})

test('weeks are named by their Mondays, months by their first', () => {
  expect(named('2026-05-27', '2026-06-17', 4)).toEqual(['2026-06-01', '2026-06-08', '2026-06-15'])
  expect(named('2026-01-15', '2026-05-02', 4)).toEqual([
    '2026-02-01',
    '2026-03-01',
    '2026-04-01',
    '2026-05-01',
  ])
  expect(named('2024-12-02', '2026-12-01', 4)).toEqual([
    '2025-01-01',
    '2025-07-01',
    '2026-01-01',
    '2026-07-01',
  ])
})

test('no axis has more names than there is room for', () => {
  for (const days of [1, 9, 42, 90, 365, 800, 4000, 12_000]) {
    const to = instantOf('2026-06-01')
    const ticks = dayTicks(to - days * 86_400_000, to, 7)
    expect(ticks.length, `${days} days`).toBeGreaterThan(0)
    expect(ticks.length, `${days} days`).toBeLessThanOrEqual(7)
  }
})

test('units are counted from zero in whole steps, to beyond the largest', () => {
  expect(unitTicks(9.2, 5)).toEqual([0, 2, 4, 6, 8, 10])
  expect(unitTicks(0.3, 5)).toEqual([0, 1])
  expect(unitTicks(0, 5)).toEqual([0, 1])
  expect(unitTicks(1234, 4)).toEqual([0, 500, 1000, 1500])
})
