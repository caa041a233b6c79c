import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { open, user } from '../../../tests/app'
import { list, shopFloor, store, tea } from '../../../tests/goods'

const movement = {
  id: 1,
  product_id: 7,
  location_id: 2,
  delta: 24,
  stock: 30,
  reason: 'receipt',
  note: 'Two boxes wet',
  reference: 'receipt_line/4',
  source: 'purchase_order/14',
  unit_cost: 1.5,
  user_id: 1,
  ts: '2026-06-01T20:00:00Z',
}
const ofTea = {
  product_id: 7,
  product_sku: tea.sku,
  product_name: tea.name,
  unit: 'piece',
  quantity_decimals: 0,
  archived: false,
}
const levels = [
  { ...ofTea, location_id: 1, on_hand: 8, value: 16, average_cost: 2, cost_known: true },
  { ...ofTea, location_id: 2, on_hand: 2, value: 0, average_cost: null, cost_known: false },
]
const answers = {
  'GET /api/products': () => list(tea),
  'GET /api/locations': () => list(shopFloor, store),
  'GET /api/auth/users': () => Response.json([]),
  'GET /api/stock': (request: Request) => {
    const where = new URL(request.url).searchParams.get('location_id')
    return list(...levels.filter(({ location_id }) => !where || String(location_id) === where))
  },
  'GET /api/stock/movements': () => list(movement),
}

test('stock is adjusted where it lies, from what lies there', async () => {
  const { sent } = open('/stock', {
    ...answers,
    'POST /api/stock/adjustments': () =>
      Response.json({ ...movement, stock: 5, location_id: 2 }, { status: 201 }),
  })
  const inShop = await screen.findByRole('row', { name: /Shop/ })
  expect(within(inShop).getByText('€16.00')).toBeDefined()
  expect(
    within(await screen.findByRole('row', { name: /Store/ })).getByText('Cost unknown'),
  ).toBeDefined()
  await userEvent.click(await screen.findByRole('button', { name: 'Adjust Green tea, Store' }))
  const dialog = await screen.findByRole('dialog')
  const place = within(dialog).getByRole<HTMLSelectElement>('combobox', { name: 'Location' })
  expect(place.selectedOptions[0]?.text).toBe('Store')
  await userEvent.type(within(dialog).getByLabelText('Quantity'), '3')
  expect(await within(dialog).findByText('Stock: 2 → 5')).toBeDefined()
  await userEvent.click(within(dialog).getByRole('button', { name: 'Adjust' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  const post = sent.find(({ method, url }) => method === 'POST' && url.includes('adjust'))
  expect(await post?.json()).toMatchObject({ product_id: 7, delta: 3, location_id: 2 })
})

test('ten times the stock is asked about before it is put there', async () => {
  const { sent } = open('/stock', {
    ...answers,
    'POST /api/stock/adjustments': () =>
      Response.json({ ...movement, stock: 1002, location_id: 2 }, { status: 201 }),
  })
  await userEvent.click(await screen.findByRole('button', { name: 'Adjust Green tea, Store' }))
  const dialog = await screen.findByRole('dialog')
  await userEvent.type(within(dialog).getByLabelText('Quantity'), '1000')
  await within(dialog).findByText('Stock: 2 → 1,002')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Adjust' }))
  expect(await screen.findByText('Green tea: 1,002 in stock? It was 2.')).toBeDefined()
  expect(sent.some(({ url }) => url.includes('adjust'))).toBe(false)
  await userEvent.click(screen.getByRole('button', { name: 'Keep' }))
  await waitFor(() => expect(sent.some(({ url }) => url.includes('adjust'))).toBe(true))
})

test('the stock of a past day is what was there when that day ended in the shop', async () => {
  const { sent } = open('/stock?day=2026-06-01', answers)
  expect(await screen.findByText('As of the end of 1 Jun 2026.')).toBeDefined()
  await screen.findAllByRole('link', { name: 'Green tea' })
  // Auckland is twelve hours ahead of UTC in June.
  const asked = sent.find(({ url }) => url.includes('/api/stock?'))
  expect(new URL(asked?.url ?? '').searchParams.get('as_of')).toBe('2026-06-01T12:00:00.000Z')
  expect(screen.queryByRole('button', { name: /^Adjust/ })).toBeNull()
})

test('a movement says who, why, where and by which document', async () => {
  open('/stock/movements', answers)
  const row = await screen.findByRole('row', { name: /Receipt/ })
  expect(row.textContent).toContain('Two boxes wet')
  expect(await within(row).findByText('Camille')).toBeDefined()
  expect(await within(row).findByText('Store')).toBeDefined()
  const link = within(row).getByRole('link', { name: 'Order 14' })
  expect(link.getAttribute('href')).toBe('/orders/14')
})

test('the ledger of one person is what that person did', async () => {
  const { sent } = open('/stock/movements', {
    ...answers,
    'GET /api/auth/users': () => Response.json([user]),
  })
  await userEvent.click(await screen.findByRole('combobox', { name: 'Who' }))
  await userEvent.click(await screen.findByRole('option', { name: 'Camille' }))
  await waitFor(() => {
    const asked = sent.filter(({ url }) => url.includes('/movements?')).at(-1)
    expect(new URL(asked?.url ?? '').searchParams.get('user_id')).toBe('1')
  })
})

test('what was sold beyond the stock is counted from its list', async () => {
  const due = {
    ...ofTea,
    location_id: 2,
    stock: 0,
    found: 4,
    sales: 2,
    first_at: '2026-06-01T20:00:00Z',
    last_at: '2026-06-01T21:00:00Z',
  }
  const { sent } = open('/stock/to-count', {
    ...answers,
    'GET /api/stock/to-count': () => list(due),
    'POST /api/stock/adjustments': () => Response.json({ ...movement, stock: 6 }, { status: 201 }),
  })
  expect(await screen.findByText('2 sales, 4 more than recorded')).toBeDefined()
  await userEvent.click(await screen.findByRole('button', { name: 'Count Green tea, Store' }))
  const dialog = await screen.findByRole('dialog')
  await userEvent.type(within(dialog).getByLabelText('Counted on the shelf'), '6')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Adjust' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  const post = sent.find(({ method, url }) => method === 'POST' && url.includes('adjust'))
  expect(await post?.json()).toMatchObject({ counted: 6, reason: 'count', location_id: 2 })
})

test.each([
  ['its basket', 9, '/sales/baskets/9', ''],
  ['that product and day', null, '/sales', '?product=7&from=2026-06-02&to=2026-06-02'],
])('the document of a sale is %s', async (_, order_id, path, search) => {
  const sold = { ...movement, reason: 'sale', delta: -1, source: 'sale/43' }
  open('/stock/movements', {
    ...answers,
    'GET /api/stock/movements': () => list(sold),
    'GET /api/sales/43': () =>
      Response.json({ id: 43, product_id: 7, order_id, sold_at: '2026-06-01T20:00:00Z' }),
  })
  await userEvent.click(await screen.findByRole('link', { name: 'Sale 43' }))
  await waitFor(() => expect(window.location.pathname).toBe(path))
  expect(window.location.search).toBe(search)
})
