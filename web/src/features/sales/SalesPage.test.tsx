import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { open, shop } from '../../../tests/app'

const sale = {
  id: 1,
  product_id: 7,
  quantity: 3,
  price: 4.2,
  sold_at: '2026-06-01T20:00:00Z',
  created_at: '2026-06-01T20:00:00Z',
  voided_at: null,
}

test('sales are told by the clock and in the money of the shop', async () => {
  const list = (row: object) => Response.json([row], { headers: { 'X-Total-Count': '1' } })
  open('/sales', {
    'GET /api/auth/shop': () => Response.json({ ...shop, currency: 'CHF' }),
    'GET /api/sales': () => list(sale),
    'GET /api/products': () => list({ id: 7, name: 'Green tea' }),
  })
  const cell = async (text: RegExp) => (await screen.findByRole('cell', { name: text })).textContent
  expect(await cell(/2026/)).toMatch(/^2 Jun 2026, 08:00$/)
  expect(await cell(/4\.20/)).toMatch(/^CHF\s4\.20$/)
  expect(await cell(/12\.60/)).toMatch(/^CHF\s12\.60$/)
})
