import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { draw } from '../../../tests/app'
import { Chart } from './Chart'
import type { ChartSpec } from './spec'

const createChart = vi.hoisted(() => vi.fn(() => ({ resize: vi.fn(), destroy: vi.fn() })))
const isAway = vi.hoisted(() => ({ now: true }))
// Other tests have a stand-in for all charts.
vi.unmock('@/shared/charts/Chart')
vi.mock('./uplot', () => {
  if (isAway.now) throw new TypeError('Failed to fetch dynamically imported module')
  return { createChart }
})

test('a chart that cannot be drawn says so, and is drawn when asked for again', async () => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe = vi.fn()
      disconnect = vi.fn()
    },
  )
  draw(<Chart spec={{} as ChartSpec} label="Sales by day" height={200} />)

  await screen.findByRole('alert')
  isAway.now = false
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }))

  expect(await screen.findByRole('img', { name: 'Sales by day' })).toBeTruthy()
  expect(createChart).toHaveBeenCalledOnce()
})
