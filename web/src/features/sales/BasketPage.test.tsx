import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { open } from '../../../tests/app'
import { list, shopFloor, tea } from '../../../tests/goods'

const line = {
  id: 51,
  product_id: 7,
  quantity: 3,
  price: 4.2,
  amount: null,
  price_unknown: false,
  sold_at: '2026-06-01T20:00:00Z',
  user_id: 1,
  order_id: 9,
  import_id: null,
  voided_at: null as string | null,
  voided_by: null,
  void_reason: null as string | null,
  created_at: '2026-06-01T20:00:00Z',
  returned: 1,
  location_id: 1,
  found: 0,
}
const basket = {
  id: 9,
  location_id: 1,
  sold_at: '2026-06-01T20:00:00Z',
  user_id: 1,
  created_at: '2026-06-01T20:00:00Z',
  voided: false,
  subtotal: 14,
  discount: 1.4,
  total: 12.6,
  net_total: 8.4,
  lines: [line],
}

test('a basket says who sold what, and is taken back as a whole with a reason', async () => {
  let stored = basket
  const { sent } = open('/sales/baskets', {
    'GET /api/sales/orders': () => list(stored),
    'GET /api/sales/orders/9': () => Response.json(stored),
    'GET /api/auth/users': () => Response.json([]),
    'GET /api/products': () => list(tea),
    'GET /api/locations': () => list(shopFloor),
    'POST /api/sales/orders/9/void': () => {
      const voided = { ...line, voided_at: '2026-06-01T21:00:00Z', void_reason: 'Wrong table' }
      stored = { ...basket, voided: true, lines: [voided] }
      return Response.json(stored)
    },
  })
  const row = await screen.findByRole('row', { name: /Basket 9/ })
  expect(row.textContent).toContain('Camille')
  expect(row.textContent).toContain('€12.60')
  await userEvent.click(within(row).getByRole('link', { name: 'Basket 9' }))

  const sold = await screen.findByRole('row', { name: /Green tea/ })
  expect(sold.textContent).toContain('3 (1 returned)')
  expect(screen.getByText('€8.40')).toBeDefined()
  await userEvent.click(screen.getByRole('button', { name: 'Cancel basket' }))
  const dialog = await screen.findByRole('dialog')
  await userEvent.type(within(dialog).getByLabelText('Why?'), 'Wrong table')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Cancel basket' }))
  expect(await screen.findByText('Cancelled: Wrong table')).toBeDefined()
  expect(screen.queryByRole('button', { name: 'Cancel basket' })).toBeNull()
  const post = sent.find(({ url }) => url.endsWith('/void'))
  expect(await post?.json()).toEqual({ reason: 'Wrong table' })
})

test('the receipt of a basket can be had again, at what was paid', async () => {
  const sold = { ...line, amount: 11.34, tax_rate: 5.5, returned: 0 }
  open('/sales/baskets/9', {
    'GET /api/sales/orders/9': () => Response.json({ ...basket, lines: [sold] }),
    'GET /api/auth/users': () => Response.json([]),
    'GET /api/products': () => list(tea),
    'GET /api/locations': () => list(shopFloor),
  })
  await userEvent.click(await screen.findByRole('button', { name: 'Receipt' }))
  const receipt = await screen.findByRole('dialog', { name: 'Receipt' })
  expect(receipt.textContent).toContain('Basket 9')
  expect(receipt.textContent).toContain('3 × €4.20 − €1.26€11.34')
  expect(receipt.textContent).toContain('Total€11.34')
  expect(receipt.textContent).toContain('incl. tax at 5.5%€0.59')
})
