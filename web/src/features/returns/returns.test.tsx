import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { open, problem } from '../../../tests/app'
import { list, north, order, shopFloor, tea } from '../../../tests/goods'

const back = {
  id: 9,
  number: 'SR000009',
  supplier_id: 3,
  location_id: 1,
  reason: 'damaged',
  reference: null,
  note: null,
  lines: [
    {
      id: 1,
      product_id: 7,
      quantity: 2,
      receipt_line_id: 61,
      unit_credit: null,
      value: 3,
      movement_id: 4,
    },
  ],
  returned_by: 1,
  created_at: '2026-06-03T10:00:00Z',
}
const receipt = {
  id: 40,
  order_id: 14,
  received_at: '2026-06-02T10:00:00Z',
  received_by: 1,
  delivery_note: null,
  freight: 0,
  duty: 0,
  spread: 'value',
  lines: [
    {
      id: 61,
      line_id: 31,
      quantity: 24,
      unit_cost: 1.5,
      landed_unit_cost: 1.5,
      value: 36,
      lot: null,
      expires_on: null,
      discrepancy: null,
      movement_id: 2,
    },
  ],
  created_at: '2026-06-02T10:00:00Z',
}
const answers = {
  'GET /api/products': () => list(tea),
  'GET /api/locations': () => list(shopFloor),
  'GET /api/auth/users': () => list(),
  'GET /api/suppliers': () => list(north),
  'GET /api/suppliers/3': () => Response.json(north),
  'GET /api/purchase-orders/14': () => Response.json(order),
  'GET /api/purchase-orders/14/receipts': () => Response.json([receipt]),
  'GET /api/stock/supplier-returns': () => list(back),
  'GET /api/stock/supplier-returns/9': () => Response.json(back),
}
const newOne = '/supplier-returns/new?order=14&receipt=40'

test('of a receipt so much goes back as is typed, to whom it came from', async () => {
  const { sent } = open(newOne, {
    ...answers,
    'POST /api/stock/supplier-returns': () => Response.json(back, { status: 201 }),
  })
  await userEvent.type(await screen.findByLabelText('Green tea: Quantity'), '2')
  await userEvent.click(screen.getByRole('button', { name: 'Return goods' }))
  expect(await screen.findByText('The goods of return SR000009 have left the stock.')).toBeDefined()
  expect(await screen.findByRole('heading', { name: 'SR000009' })).toBeDefined()
  const post = sent.find(({ method, url }) => method === 'POST' && url.includes('returns'))
  expect(await post?.json()).toEqual({
    supplier_id: 3,
    location_id: 1,
    reason: 'damaged',
    reference: null,
    note: null,
    lines: [{ product_id: 7, quantity: 2, receipt_line_id: 61, unit_credit: null }],
  })
  expect(post?.headers.get('Idempotency-Key')).toBeTruthy()
})

test('more than came in is refused at the line that it is about', async () => {
  open(newOne, {
    ...answers,
    'POST /api/stock/supplier-returns': () =>
      problem(409, 'more_than_received', {
        errors: [
          {
            field: 'lines.0.quantity',
            code: 'more_than_received',
            message: '',
            params: { left: 5 },
          },
        ],
      }),
  })
  const units = await screen.findByLabelText('Green tea: Quantity')
  await userEvent.type(units, '9')
  await userEvent.click(screen.getByRole('button', { name: 'Return goods' }))
  expect(await screen.findByText('Only 5 of this line can still be returned.')).toBeDefined()
  expect(units.getAttribute('aria-invalid')).toBe('true')
})

test('nothing typed sends nothing', async () => {
  const { sent } = open(newOne, answers)
  await screen.findByLabelText('Green tea: Quantity')
  await userEvent.click(screen.getByRole('button', { name: 'Return goods' }))
  expect((await screen.findAllByText('Required.')).length).toBeGreaterThan(0)
  expect(sent.some(({ method, url }) => method === 'POST' && url.includes('returns'))).toBe(false)
})

test('the list leads to what went back', async () => {
  open('/supplier-returns', answers)
  await userEvent.click(await screen.findByRole('link', { name: 'SR000009' }))
  expect(await screen.findByRole('heading', { name: 'SR000009' })).toBeDefined()
  expect(await screen.findByRole('link', { name: 'North' })).toBeDefined()
})
