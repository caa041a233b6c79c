import { screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { draw } from '../../../tests/app'
import { ForecastFigures } from './ForecastFigures'

// What would be drawn, as text: there is no canvas here.
vi.mock('@/shared/charts/Chart', () => ({
  Chart: ({ option }: { option: object }) => <pre>{JSON.stringify(option)}</pre>,
}))

beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-06-01T20:00:00Z') }))
afterEach(() => vi.useRealTimers())

const tea = { id: 7, name: 'Green tea', stock: 9 }
const series = { product_id: 7, points: [{ day: '2026-05-31', quantity: 4 }] }
const forecast = {
  dates: ['2026-06-01', '2026-06-02'],
  forecast: [3, 5],
  baseline: null,
  level: 0.95,
  levels: { 0.95: { lower: [0, 1], upper: [8, 9] } },
  total: { lower: 2, upper: 14 },
  product_id: 7,
  as_of: '2026-05-31',
  data_end: '2026-05-31',
  gap_days: 0,
  archived: false,
  model: { reason: null, beaten_by_naive: false, promotion: null, season: null, censored_days: 0 },
}

test.each([
  ['Pacific/Auckland', '2026-06-02'],
  ['America/Los_Angeles', '2026-06-01'],
])('the line at today is at the day of a shop in %s', (time_zone, day) => {
  draw(
    <ForecastFigures
      product={tea as never}
      series={series as never}
      forecast={forecast as never}
      stale={false}
      past={false}
    />,
    'en',
    { time_zone },
  )
  const option = JSON.parse(document.querySelector('pre')?.textContent ?? '')
  expect(option.series[0].markLine.data).toEqual([{ xAxis: Date.parse(`${day}T00:00:00Z`) }])
  expect(screen.getByText(/Expected in the next 2 days/)).toBeDefined()
})
