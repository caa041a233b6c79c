import { screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { draw } from '../../../tests/app'
import { OverrideDialog } from './OverrideDialog'

const tea = { id: 7, name: 'Green tea' } as never

beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-06-01T20:00:00Z') }))
afterEach(() => vi.useRealTimers())

test.each([
  ['Pacific/Auckland', '2026-06-02'],
  ['America/Los_Angeles', '2026-06-01'],
])('an adjustment starts on the day it is in a shop in %s', async (time_zone, day) => {
  draw(<OverrideDialog opened onClose={vi.fn()} product={tea} />, 'en', { time_zone })
  const from = await screen.findByLabelText<HTMLInputElement>('First day')
  expect([from.value, from.min]).toEqual([day, day])
})
