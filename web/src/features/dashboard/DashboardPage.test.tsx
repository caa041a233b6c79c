import { screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { open, shop } from '../../../tests/app'

beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-06-01T20:00:00Z') }))
afterEach(() => vi.useRealTimers())

const list = (rows: object[]) =>
  Response.json(rows, { headers: { 'X-Total-Count': String(rows.length) } })

test.each([
  ['Pacific/Auckland', 'EUR', '2026-05-20', '2026-06-02', '€318.00'],
  ['America/Los_Angeles', 'USD', '2026-05-19', '2026-06-01', '$318.00'],
])('today is the day of a shop in %s, in %s', async (time_zone, currency, from, to, revenue) => {
  const { sent } = open('/', {
    'GET /api/auth/shop': () => Response.json({ ...shop, time_zone, currency }),
    'GET /api/sales/summary': () =>
      Response.json({ days: [{ day: to, sales: 3, quantity: 12, revenue: 318 }] }),
    'GET /api/products': () => list([{ id: 7, name: 'Green tea', stock: 4, price: 4.2 }]),
    'GET /api/sales': () => list([]),
  })
  expect(await screen.findByText(revenue)).toBeDefined()
  const asked = sent.find(({ url }) => url.includes('/api/sales/summary'))
  const query = new URL(asked?.url ?? '').searchParams
  expect([query.get('from'), query.get('to')]).toEqual([from, to])
})
