import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { open } from '../../../tests/app'
import { list, shopFloor, tea } from '../../../tests/goods'

const answers = {
  'GET /api/products': () => list(tea),
  'GET /api/products/7': () => Response.json(tea),
  'GET /api/locations': () => list(shopFloor),
  'GET /api/auth/users': () => list(),
  'GET /api/stock/movements': () => list(),
}
const before = { day: '2026-05-01', price: 3.9, since: '2026-05-01T08:00:00Z' }
const now = { day: '2026-06-01', price: 4.2, since: '2026-06-01T08:00:00Z' }

test('a product says what it cost from which day on', async () => {
  open('/products/7?tab=prices', {
    ...answers,
    'GET /api/products/7/prices': () => list(now, before),
  })
  const table = await screen.findByRole('table', { name: 'Prices' })
  const rows = within(table).getAllByRole('row')
  expect(rows[1]?.textContent).toContain('€4.20')
  expect(rows[2]?.textContent).toContain('€3.90')
})
