import { expect, test } from 'vitest'
import { addDays, dayIn } from './day'

test.each([
  ['Pacific/Kiritimati', '2026-03-02'],
  ['Europe/Paris', '2026-03-01'],
  ['Pacific/Pago_Pago', '2026-02-28'],
])('an instant falls on the day of the zone that is asked for: %s', (zone, day) => {
  expect(dayIn(zone, new Date('2026-03-01T10:30:00Z'))).toBe(day)
})

test('a day starts at midnight in its zone, before and after the clocks change', () => {
  expect(dayIn('Europe/Paris', new Date('2026-03-28T22:59:00Z'))).toBe('2026-03-28')
  expect(dayIn('Europe/Paris', new Date('2026-03-28T23:00:00Z'))).toBe('2026-03-29')
  expect(dayIn('Europe/Paris', new Date('2026-03-29T21:59:00Z'))).toBe('2026-03-29')
  expect(dayIn('Europe/Paris', new Date('2026-03-29T22:00:00Z'))).toBe('2026-03-30')
})

test('days are counted over months, years and the change of clocks', () => {
  expect(addDays('2026-03-01', -2)).toBe('2026-02-27')
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
  expect(addDays('2026-03-28', 2)).toBe('2026-03-30')
})
