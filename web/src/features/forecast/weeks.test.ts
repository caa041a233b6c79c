import { expect, test } from 'vitest'
import { addDays } from '@/shared/day'
import { figuresByWeek, lastYearOf, weeksOf, yearOf } from './weeks'

/** One a day from a Monday on. */
const days = (from: string, count: number) =>
  Array.from({ length: count }, (_, n) => ({ day: addDays(from, n), quantity: 1 }))

test('the week in which the forecast begins is what was sold and what is still expected', () => {
  // Two whole weeks and two days of the third; twelve days ahead.
  const history = days('2026-06-01', 16)
  const dates = Array.from({ length: 12 }, (_, n) => addDays('2026-06-17', n))
  const weeks = weeksOf({ history, dates, expected: dates.map(() => 3), firstDay: 1 })

  expect(weeks.sold).toEqual([
    { start: '2026-06-01', quantity: 7 },
    { start: '2026-06-08', quantity: 7 },
  ])
  expect(weeks.ahead).toEqual([
    { start: '2026-06-15', quantity: 2 + 15 },
    { start: '2026-06-22', quantity: 21 },
  ])
})

test('weeks that are not whole are left out: the first by the history, the last by the forecast', () => {
  const dates = Array.from({ length: 9 }, (_, n) => addDays('2026-06-15', n))
  const weeks = weeksOf({
    history: days('2026-06-05', 10),
    dates,
    expected: dates.map(() => 0.1),
    firstDay: 1,
  })
  expect(weeks.sold).toEqual([{ start: '2026-06-08', quantity: 7 }])
  // Tenths add up without what binary fractions add.
  expect(weeks.ahead).toEqual([{ start: '2026-06-15', quantity: 0.7 }])
})

test('two years are shown, and a year is held against the one before where that is known', () => {
  const { sold } = weeksOf({
    history: days('2024-01-01', 7 * 120),
    dates: [],
    expected: [],
    firstDay: 1,
  })
  expect(sold).toHaveLength(104)
  expect(yearOf(sold)).toEqual({ weeks: 52, total: 364, change: 0 })
  expect(yearOf(sold.slice(-60))).toEqual({ weeks: 52, total: 364, change: null })
  expect(yearOf([])).toEqual({ weeks: 0, total: 0, change: null })
})

test('a chart by week has the sums of its days, the model alone among them', () => {
  const dates = Array.from({ length: 14 }, (_, n) => addDays('2026-06-15', n))
  const weekly = figuresByWeek({
    history: days('2026-06-01', 14),
    dates,
    expected: dates.map(() => 2),
    baseline: dates.map(() => 1.5),
    firstDay: 1,
  })
  expect(weekly).toEqual({
    history: [
      { day: '2026-06-01', quantity: 7 },
      { day: '2026-06-08', quantity: 7 },
    ],
    dates: ['2026-06-15', '2026-06-22'],
    expected: [14, 14],
    baseline: [10.5, 10.5],
  })
})

test('last year is the same weekday 52 weeks before, where that day is known', () => {
  const history = days('2026-06-01', 363).map((one, n) => ({ ...one, quantity: n }))
  expect(lastYearOf(history, ['2027-05-30', '2027-05-31', '2027-06-01'])).toEqual([
    { day: '2027-05-31', quantity: 0 },
    { day: '2027-06-01', quantity: 1 },
  ])
})

test('weeks begin on Sunday where they do', () => {
  const history = days('2026-06-07', 14)
  expect(weeksOf({ history, dates: [], expected: [], firstDay: 7 }).sold).toEqual([
    { start: '2026-06-07', quantity: 7 },
    { start: '2026-06-14', quantity: 7 },
  ])
})
