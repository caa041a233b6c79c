import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { addDays, dayIn } from '@/shared/day'
import { open, problem } from '../../../tests/app'
import { list, north, order, shopFloor, store, tea, teaTerms } from '../../../tests/goods'

const answers = {
  'GET /api/suppliers': () => list(north),
  'GET /api/suppliers/3': () => Response.json(north),
  'GET /api/suppliers/3/products': () => list(teaTerms),
  'GET /api/products': () => list(tea),
  'GET /api/locations': () => list(shopFloor, store),
  'GET /api/purchase-orders/14': () => Response.json(order),
  'GET /api/purchase-orders/14/receipts': () => Response.json([]),
}
const press = async (name: string | RegExp) =>
  userEvent.click(await screen.findByRole('button', { name }))

test('an order is written by scanner; it says how the supplier sells, and what is missing', async () => {
  const { sent } = open('/orders/new?supplier=3', {
    ...answers,
    'POST /api/purchase-orders': () =>
      Response.json({ ...order, status: 'draft' }, { status: 201 }),
  })
  const scan = await screen.findByRole('combobox', { name: /^Add a product/ })
  await waitFor(async () =>
    expect(
      (await screen.findByRole<HTMLInputElement>('combobox', { name: 'Supplier' })).value,
    ).toBe('North'),
  )
  await userEvent.type(scan, 'TEA{Enter}')
  const quantity = await screen.findByLabelText<HTMLInputElement>('Green tea: Quantity')
  expect(quantity.value).toBe('6')
  await userEvent.type(scan, 'TEA{Enter}')
  await waitFor(() => expect(quantity.value).toBe('12'))
  // By cases of 6 at 2.00, and the supplier wants 50.00.
  expect(screen.getByText('Total €24.00 excl. tax')).toBeDefined()
  expect(screen.getByText('€26.00 short of the minimum order value of €50.00.')).toBeDefined()

  await userEvent.clear(quantity)
  await userEvent.type(quantity, '25')
  expect(screen.getByText(/Sold in multiples of 6\./)).toBeDefined()
  await press('Order 30')
  // From 24 on they cost less.
  expect(await screen.findByText('Total €45.00 excl. tax')).toBeDefined()

  await press('Save as draft')
  expect(await screen.findByRole('heading', { name: 'Order 14' })).toBeDefined()
  const post = sent.find(({ method, url }) => method === 'POST' && url.endsWith('orders'))
  expect(post?.headers.get('Idempotency-Key')).toBeTruthy()
  expect(await post?.json()).toMatchObject({
    supplier_id: 3,
    location_id: 1,
    lines: [{ product_id: 7, quantity: 30, unit_cost: null }],
  })
})

test('a product without terms needs a cost, said at its line', async () => {
  const { sent } = open('/orders/new?supplier=3', {
    ...answers,
    'GET /api/suppliers/3/products': () => list(),
  })
  await userEvent.type(
    await screen.findByRole('combobox', { name: /^Add a product/ }),
    'TEA{Enter}',
  )
  const cost = await screen.findByLabelText('Green tea: Unit cost')
  await press('Save as draft')
  expect(cost.getAttribute('aria-invalid')).toBe('true')
  expect(
    screen.getByText('This supplier has no terms for this product: enter its cost.'),
  ).toBeDefined()
  expect(sent.some(({ method, url }) => method === 'POST' && url.includes('orders'))).toBe(false)
})

test('two who change an order at once: the second sees what was changed and loses nothing', async () => {
  let stored = order
  const { sent } = open('/orders/14/edit', {
    ...answers,
    'GET /api/purchase-orders/14': () => Response.json(stored),
    'PUT /api/purchase-orders/14': (request) => {
      if (request.headers.get('If-Match') === '"6"') return Response.json({ ...stored, version: 7 })
      stored = { ...order, version: 6, reference: 'R-9' }
      const state = (quantity: number) => ({ quantity, received: 0, closed: 0 })
      const changes = {
        reference: { from: null, to: 'R-9' },
        'line/31': { from: state(24), to: state(36) },
      }
      const seen = [{ version: 6, user_id: 2, action: '', ts: '2026-06-01T10:00:00Z', changes }]
      return problem(412, 'order_changed', { params: { version: 6, changes: seen } })
    },
  })
  const quantity = await screen.findByLabelText<HTMLInputElement>('Green tea: Quantity')
  await userEvent.clear(quantity)
  await userEvent.type(quantity, '48')
  await press('Save')
  const alert = await screen.findByRole('alert')
  expect(within(alert).getByText(/Your reference: – → R-9/)).toBeDefined()
  expect(within(alert).getByText(/Green tea: 24 ordered, 0 received → 36 ordered/)).toBeDefined()
  const reference = screen.getByLabelText<HTMLInputElement>(/Your reference/)
  await waitFor(() => expect(reference.value).toBe('R-9'))
  expect(quantity.value).toBe('48')
  await press('Save')
  expect(await screen.findByRole('link', { name: 'Receive' })).toBeDefined()
  const last = sent.findLast(({ method }) => method === 'PUT')
  expect(await last?.json()).toMatchObject({
    reference: 'R-9',
    lines: [{ id: 31, quantity: 48 }],
  })
})

test('a draft says what the supplier may not accept, and can be placed all the same', async () => {
  let stored = {
    ...order,
    status: 'draft' as string,
    warnings: [
      { code: 'not_a_multiple', line_id: 31, params: { order_multiple: 36 } },
      { code: 'below_minimum_order_value', line_id: null, params: { minimum: 50, total: 36 } },
    ],
  }
  open('/orders/14', {
    ...answers,
    'GET /api/purchase-orders/14': () => Response.json(stored),
    'POST /api/purchase-orders/14/place': () => {
      stored = { ...stored, status: 'placed' }
      return Response.json(stored)
    },
  })
  expect(await screen.findByText('Green tea: not a multiple of 36.')).toBeDefined()
  expect(screen.getByText('Below the minimum order value of €50.00.')).toBeDefined()
  await press('Place order')
  expect(await screen.findByRole('link', { name: 'Receive' })).toBeDefined()
})

test('an order tells who did what to it, the oldest first', async () => {
  const came = { id: 2, order_id: 14, received_at: '2026-06-11T09:00:00Z', received_by: 4 }
  const ended = { status: 'received', ended_at: '2026-06-11T09:00:01Z' }
  open('/orders/14', {
    ...answers,
    'GET /api/purchase-orders/14': () =>
      Response.json({
        ...order,
        ...ended,
        created_at: '2026-06-01T09:00:00Z',
        created_by: 3,
        placed_at: '2026-06-02T09:00:00Z',
        placed_by: 4,
      }),
    'GET /api/purchase-orders/14/receipts': () =>
      Response.json([{ ...came, freight: 0, duty: 0, delivery_note: null, lines: [] }]),
  })
  const history = await screen.findByRole('region', { name: 'History' })
  await within(history).findByText(/received by/)
  const steps = within(history).getAllByRole('listitem')
  expect(steps.map(({ textContent }) => textContent?.split(': ')[1])).toEqual([
    'drafted by Person 3',
    'placed by Person 4',
    'goods received by Person 4',
    'Received',
  ])
})

test('an order that ends says why', async () => {
  const { sent } = open('/orders/14', {
    ...answers,
    'GET /api/purchase-orders/14': () => Response.json({ ...order, status: 'partially_received' }),
    'POST /api/purchase-orders/14/close': () => Response.json(order),
  })
  await press('Close short')
  const dialog = await screen.findByRole('dialog')
  await userEvent.type(within(dialog).getByLabelText('Why?'), 'Sold out there')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Close short' }))
  expect(await screen.findByText('Order 14 is closed.')).toBeDefined()
  const post = sent.find(({ url }) => url.endsWith('/close'))
  expect(await post?.json()).toEqual({ reason: 'Sold out there' })
  expect(post?.headers.get('If-Match')).toBe('"5"')
})

test('orders are listed by what is still to be done, late ones counted', async () => {
  const due = addDays(dayIn('Pacific/Auckland', new Date()), -4)
  const listed = { ...order, line_count: 1, overdue: true, expected_on: due }
  const { sent } = open('/orders', {
    ...answers,
    'GET /api/purchase-orders': () => list(listed),
  })
  const row = await screen.findByRole('row', { name: /North/ })
  expect(row.textContent).toContain('4 days late')
  expect(await within(row).findByText('Shop')).toBeDefined()
  expect(await screen.findByText('One order is late.')).toBeDefined()
  const asked = sent.filter(({ url }) => url.includes('/purchase-orders?')).map(({ url }) => url)
  expect(
    asked.some((url) => /status=draft&status=placed&status=partially_received/.test(url)),
  ).toBe(true)
})

test('ten times what usually comes in is asked about before the order is saved', async () => {
  const { sent } = open('/orders/new?supplier=3&product=7', {
    ...answers,
    'GET /api/products/7': () => Response.json(tea),
    'GET /api/stock/movements': () => list({ delta: 24 }, { delta: 30 }, { delta: 24 }),
    'POST /api/purchase-orders': () =>
      Response.json({ ...order, status: 'draft' }, { status: 201 }),
  })
  const quantity = await screen.findByLabelText<HTMLInputElement>('Green tea: Quantity')
  await userEvent.clear(quantity)
  await userEvent.type(quantity, '300')
  await waitFor(() => expect(sent.some(({ url }) => url.includes('reason=receipt'))).toBe(true))
  await press('Save as draft')
  expect(await screen.findByText('Order 300 × Green tea? Usually 24.')).toBeDefined()
  const posts = () => sent.filter(({ method, url }) => method === 'POST' && url.endsWith('orders'))
  expect(posts()).toHaveLength(0)
  await press('Keep')
  await waitFor(() => expect(posts()).toHaveLength(1))
})
