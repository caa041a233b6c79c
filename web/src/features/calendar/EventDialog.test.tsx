import { screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { draw } from '../../../tests/app'
import { EventDialog } from './EventDialog'

beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-06-01T20:00:00Z') }))
afterEach(() => vi.useRealTimers())

test('a new entry is of the day that it is in the shop', () => {
  draw(<EventDialog opened onClose={vi.fn()} />, 'en', { time_zone: 'Pacific/Auckland' })
  expect(screen.getByLabelText<HTMLInputElement>('First day').value).toBe('2026-06-02')
})
