import { expect, test } from 'vitest'
import { type Period, rangeOf, readDays } from './periods'

const MONDAY = 1
const SUNDAY = 7

test.each<[Period, string, string, string]>([
  ['today', '2026-03-01', '2026-03-01', '2026-03-01'],
  ['yesterday', '2026-03-01', '2026-02-28', '2026-02-28'],
  // The first of March 2026 is a Sunday.
  ['week', '2026-03-01', '2026-02-23', '2026-03-01'],
  ['week', '2026-03-02', '2026-03-02', '2026-03-02'],
  ['month', '2026-03-01', '2026-03-01', '2026-03-01'],
  ['month', '2026-03-31', '2026-03-01', '2026-03-31'],
  ['lastMonth', '2026-03-31', '2026-02-01', '2026-02-28'],
  ['lastMonth', '2026-01-15', '2025-12-01', '2025-12-31'],
])('%s of %s goes from %s to %s', (days, today, from, to) => {
  expect(rangeOf({ days }, today, MONDAY)).toEqual({ from, to })
})

test('a week begins with the day that it begins with in the country of the shop', () => {
  expect(rangeOf({ days: 'week' }, '2026-03-04', SUNDAY)).toEqual({
    from: '2026-03-01',
    to: '2026-03-04',
  })
})

test('an address names a period, or days; what it says otherwise is left out', () => {
  expect(readDays({ days: 'today', from: '2026-01-01' })).toEqual({ days: 'today' })
  expect(readDays({ days: 'someday', from: '2026-01-01', to: 'soon' })).toEqual({
    from: '2026-01-01',
  })
  expect(rangeOf({ to: '2026-01-01' }, '2026-03-04', MONDAY)).toEqual({ to: '2026-01-01' })
})
