import { expect, test } from 'vitest'
import { instantOf, startOfDay, wallClockOf } from './instant'

test.each([
  ['Europe/Paris', '2026-01-15', '2026-01-14T23:00:00.000Z'],
  // The day on which the clock goes forward, and the one after.
  ['Europe/Paris', '2026-03-29', '2026-03-28T23:00:00.000Z'],
  ['Europe/Paris', '2026-03-30', '2026-03-29T22:00:00.000Z'],
  ['Pacific/Auckland', '2026-06-01', '2026-05-31T12:00:00.000Z'],
  ['UTC', '2026-06-01', '2026-06-01T00:00:00.000Z'],
])('in %s the day %s begins at %s', (zone, day, instant) => {
  expect(startOfDay(zone, day).toISOString()).toBe(instant)
})

test('what the shop’s clock shows is the same there and back', () => {
  const instant = instantOf('Pacific/Auckland', '2026-06-01T09:30')
  expect(instant.toISOString()).toBe('2026-05-31T21:30:00.000Z')
  expect(wallClockOf('Pacific/Auckland', instant)).toBe('2026-06-01T09:30')
})
