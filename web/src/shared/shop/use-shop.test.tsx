import { act, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { draw } from '../../../tests/app'
import { useToday } from './use-shop'

function Today() {
  return <p>{useToday()}</p>
}

beforeEach(() => vi.useFakeTimers({ now: new Date('2026-06-01T21:59:30Z') }))
afterEach(() => vi.useRealTimers())

test.each([
  ['Pacific/Auckland', '2026-06-02'],
  ['UTC', '2026-06-01'],
  ['America/Los_Angeles', '2026-06-01'],
])('today is the day of a shop in %s, wherever the browser is', (time_zone, day) => {
  draw(<Today />, 'en', { time_zone })
  expect(screen.getByText(day)).toBeDefined()
})

test('a page that is left open has the new day once it begins in the shop', () => {
  draw(<Today />, 'en', { time_zone: 'Europe/Paris' })
  expect(screen.getByText('2026-06-01')).toBeDefined()
  act(() => vi.advanceTimersByTime(60_000))
  expect(screen.getByText('2026-06-02')).toBeDefined()
})

test('so it has when its tab is looked at again', () => {
  draw(<Today />, 'en', { time_zone: 'Europe/Paris' })
  vi.setSystemTime('2026-06-04T09:00:00Z')
  act(() => document.dispatchEvent(new Event('visibilitychange')))
  expect(screen.getByText('2026-06-04')).toBeDefined()
})
