import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { open } from '../../../tests/app'

const none = { '0.8': null, '0.9': null, '0.95': null }
const measures = {
  windows: 39,
  days: 84,
  first_as_of: '2026-04-01',
  last_as_of: '2026-05-01',
  rmsse: 0.8,
  naive_rmsse: 1,
  mase: 0.8,
  wape: 0.4,
  naive_wape: 0.5,
  bias: 0.1,
  pinball: 0.1,
  coverage_80: 0.8,
  coverage_95: 0.95,
  sum_error: 0.31,
  naive_sum_error: 0.4,
  better_than_naive: 0.27,
  mae_and_bias: 0.5,
  sum_pinball: none,
  naive_sum_pinball: none,
  sum_coverage: none,
}

test('products whose forecasts are biased are listed with the week since when', async () => {
  const biased = {
    ...measures,
    product_id: 7,
    bias_alarm: { since: '2026-03-02', direction: 'too_high' },
  }
  open('/forecast/accuracy', {
    'GET /api/forecast/accuracy': (request) => {
      const products = new URL(request.url).searchParams.get('alarms') === 'true' ? [biased] : []
      const body = {
        since: '2026-03-01',
        overall: measures,
        categories: [],
        classes: [],
        products,
        bias_alarm: null,
        bias_alarms: 1,
      }
      return Response.json(body, { headers: { 'X-Total-Count': String(products.length) } })
    },
    'GET /api/products': () => Response.json([], { headers: { 'X-Total-Count': '0' } }),
  })

  expect(await screen.findByText(/31% over 28 days, 27% better/)).toBeTruthy()
  expect(await screen.findByText('The forecasts of one product are biased')).toBeTruthy()
  expect(screen.getByText(/too high since the week of 2 Mar 2026/)).toBeTruthy()
})
