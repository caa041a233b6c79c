import { expect, test } from 'vitest'
import type { CalendarEvent } from '@/shared/calendar'
import { addMonths, dayByKey, entriesOf, isMonth, weeksOf } from './month'

test('a month is shown in whole weeks, which begin as in the shop’s country', () => {
  const june = weeksOf('2026-06', 1)
  expect(june).toHaveLength(5)
  expect(june[0]?.[0]).toBe('2026-06-01')
  expect(june.at(-1)?.at(-1)).toBe('2026-07-05')
  expect(weeksOf('2026-02', 1)[0]?.[0]).toBe('2026-01-26')
  // From Sunday on, as in the United States.
  expect(weeksOf('2026-06', 7)[0]?.[0]).toBe('2026-05-31')
  expect(weeksOf('2026-02', 7)[0]?.[0]).toBe('2026-02-01')
})

test('months follow one another across years', () => {
  expect([addMonths('2026-12', 1), addMonths('2026-01', -1)]).toEqual(['2027-01', '2025-12'])
  expect([isMonth('2026-06'), isMonth('2026-13'), isMonth(202606)]).toEqual([true, false, false])
})

test.each([
  ['ArrowLeft', '2026-05-31'],
  ['ArrowDown', '2026-06-08'],
  ['End', '2026-06-07'],
  ['Home', '2026-06-01'],
  ['PageUp', '2026-05-01'],
  ['Enter', null],
])('%s leads from the first of June to %s', (key, day) => {
  expect(dayByKey('2026-06-01', key, 1)).toBe(day)
})

test('Home and End lead to the ends of a week from Sunday to Saturday', () => {
  expect(dayByKey('2026-06-03', 'Home', 7)).toBe('2026-05-31')
  expect(dayByKey('2026-06-03', 'End', 7)).toBe('2026-06-06')
})

test('a month later is its last day where it has fewer', () => {
  expect(dayByKey('2026-01-31', 'PageDown', 1)).toBe('2026-02-28')
})

test('an entry is named on its first day and where a week begins', () => {
  const event = { first_day: '2026-06-06', last_day: '2026-06-09' } as CalendarEvent
  const named = ['2026-06-06', '2026-06-07', '2026-06-08', '2026-06-09', '2026-06-10'].map((day) =>
    entriesOf([event], day, 1).map((entry) => entry.named),
  )
  expect(named).toEqual([[true], [false], [true], [false], []])
})
