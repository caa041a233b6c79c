import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { open } from '../../../tests/app'

const total = (category: string | null, parts: object[]) => ({
  category,
  location_id: null,
  unit: 'piece',
  products: 3,
  missing: 2,
  stale: 0,
  other_units: [{ unit: 'kg', products: 4 }],
  horizon_days: 28,
  forecast: Array(28).fill(10),
  lower: Array(28).fill(5),
  upper: Array(28).fill(15),
  total: { expected: 280, lower: 200, upper: 360 },
  dates: Array.from({ length: 28 }, (_, n) => `2026-06-${String(n + 1).padStart(2, '0')}`),
  level: 0.95,
  levels: {
    '0.95': { lower: Array(28).fill(5), upper: Array(28).fill(15), total: {} },
    '0.8': { lower: Array(28).fill(7), upper: Array(28).fill(12), total: {} },
  },
  quantiles: {},
  totals: [],
  as_of: '2026-05-31',
  tested: false,
  parts,
})
const part = (category: string, expected: number, product_id: number | null = null) => ({
  category,
  product_id,
  products: 1,
  expected,
})

test('the shop is told with its categories, and each of them leads to its own total', async () => {
  const { sent } = open('/forecast/total', {
    'GET /api/forecast/total': (request) => {
      const category = new URL(request.url).searchParams.get('category')
      return Response.json(
        category === null
          ? total(null, [part('Tea', 210), part('', 70)])
          : total(category, [part('Tea', 210, 7)]),
        { headers: { 'X-Total-Count': '2' } },
      )
    },
    'GET /api/products': () => Response.json([], { headers: { 'X-Total-Count': '0' } }),
  })

  expect(await screen.findByText(/Expected in the next 28 days: 280 pieces/)).toBeTruthy()
  expect(screen.getByText(/2 products are not included/)).toBeTruthy()
  expect(screen.getByText(/4 products are counted in kg/)).toBeTruthy()
  expect(screen.getByText(/has not been tested/)).toBeTruthy()
  expect(screen.getByRole('link', { name: 'Without a category' })).toBeTruthy()
  expect(screen.getByText('75%')).toBeTruthy()

  fireEvent.click(screen.getByRole('link', { name: 'Tea' }))
  await waitFor(() => expect(sent.some(({ url }) => url.includes('category=Tea'))).toBe(true))
  expect(await screen.findByRole('link', { name: /7/ })).toBeTruthy()
})

test('where nothing has sold there is nothing to forecast yet, and no failure', async () => {
  open('/forecast/total', {
    'GET /api/forecast/total': () =>
      Response.json({ code: 'nothing_sold', status: 404, params: {} }, { status: 404 }),
    'GET /api/products': () => Response.json([], { headers: { 'X-Total-Count': '0' } }),
  })

  expect(await screen.findByText('Nothing to forecast yet')).toBeTruthy()
  expect(screen.queryByRole('alert')).toBeNull()
})
