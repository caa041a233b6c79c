import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { open } from '../../../tests/app'
import { list, shopFloor, tea } from '../../../tests/goods'

const margin = {
  product_id: 7,
  day: null,
  sale_id: null,
  sales: 4,
  quantity: 10,
  revenue: 42,
  revenue_with_tax: 42,
  revenue_without_tax: 35,
  cost: 21,
  margin_with_tax: 21,
  margin_without_tax: 14,
  unpriced: 0,
  unknown_cost: 1,
  unknown_tax: 0,
}

test('a margin is told without tax, with its share and with what is not known of it', async () => {
  const { sent } = open('/sales/margins?from=2026-05-01&to=2026-05-31', {
    'GET /api/sales/margins': () => list(margin),
    'GET /api/products': () => list(tea),
    'GET /api/locations': () => list(shopFloor),
  })
  const row = await screen.findByRole('row', { name: /Green tea/ })
  expect(within(row).getByText('€14.00')).toBeDefined()
  expect(within(row).getByText('40%')).toBeDefined()
  expect(within(row).getByText('one sale with unknown cost')).toBeDefined()
  const asked = sent.find(({ url }) => url.includes('/margins?'))
  expect(new URL(asked?.url ?? '').search).toContain('from=2026-05-01&to=2026-05-31')
})
