import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test } from 'vitest'
import { signOut } from '@/api/session'
import { teaAdvice } from '../../../tests/advice'
import { open, user } from '../../../tests/app'
import { list, north, shopFloor, tea, teaTerms } from '../../../tests/goods'

const sold = {
  ...tea,
  stock: 47,
  barcodes: ['4006381333931'],
  cost: 2,
  tax_rate: 5,
  supplier_id: 3,
  category: 'Tea',
}
const order = {
  id: 12,
  supplier_id: 3,
  supplier_name: 'North',
  location_id: 1,
  status: 'placed',
  overdue: true,
  currency: 'EUR',
  total: 72,
  line_count: 1,
  expected_on: '2020-01-02',
  reference: null,
  version: 2,
  placed_at: '2020-01-01T10:00:00Z',
  created_at: '2020-01-01T10:00:00Z',
}
const received = {
  id: 4,
  product_id: 7,
  location_id: 1,
  delta: 36,
  stock: 47,
  reason: 'receipt',
  note: null,
  reference: null,
  source: 'purchase_order/12',
  unit_cost: 2,
  value: 72,
  cost_known: true,
  value_after: 94,
  cost_variance: null,
  user_id: 1,
  ts: '2026-06-01T08:00:00Z',
}
const coming = {
  source: 'purchase_order/12',
  location_id: 1,
  quantity: 24,
  expected_on: '2020-01-02',
  late: true,
}
const south = { ...north, id: 4, name: 'South' }
const answers = {
  'GET /api/products': () => list(sold),
  'GET /api/products/7': () => Response.json(sold),
  'GET /api/products/7/incoming': () => list(coming),
  'GET /api/products/7/prices': () => list(),
  'GET /api/forecast/replenishment/7': () => Response.json([teaAdvice]),
  'GET /api/forecast/series': () => Response.json({ product_id: 7, points: [] }),
  'GET /api/locations': () => list(shopFloor),
  'GET /api/auth/users': () => list(user),
  'GET /api/stock/movements': () => list(received),
  'GET /api/suppliers': () => list(south, north),
  'GET /api/suppliers/3/products': () => list({ ...teaTerms, preferred: true }),
  'GET /api/suppliers/4/products': () => list({ ...teaTerms, preferred: false }),
  'GET /api/purchase-orders': () => list(order),
}

afterEach(() => signOut())

const figure = (label: string) =>
  within(screen.getByRole('main')).getByText(label, { exact: true }).parentElement?.textContent

test('a product says what there is, what is coming, until when it lasts and what it leaves', async () => {
  open('/products/7', answers)
  await screen.findByRole('heading', { name: 'Green tea', level: 1 })
  expect(screen.getByText('TEA · 4006381333931')).toBeDefined()
  await waitFor(() => expect(figure('On order')).toBe('On order24was due Thu 2 Jan'))
  expect(figure('Stock')).toBe('Stock47')
  await waitFor(() => expect(figure('Lasts until')).toBe('Lasts untilMon 14 Dec'))
  expect(figure('Unit cost excl. tax')).toBe('Unit cost excl. tax€2.00')
  // 4.20 with 5 % of tax is 4.00 before it.
  expect(figure('Margin')).toBe('Margin€2.00 · 50%per unit, excl. tax')
  const main = within(screen.getByRole('main'))
  expect(main.getByRole('link', { name: 'Sell' })).toBeDefined()
  expect(screen.getByRole('button', { name: 'Adjust stock' })).toBeDefined()
  expect(main.getByRole('link', { name: 'Order' }).getAttribute('href')).toBe(
    '/orders/new?product=7&supplier=3',
  )
  expect(await screen.findByText(/Nothing was sold before today/)).toBeDefined()
})

test('what lasts longer than the forecast reaches says so', async () => {
  const never = { p10: null, p50: null, p90: null, beyond_horizon: true }
  open('/products/7', {
    ...answers,
    'GET /api/forecast/replenishment/7': () => Response.json([{ ...teaAdvice, stock_out: never }]),
  })
  await waitFor(() => expect(figure('Lasts until')).toBe('Lasts untilbeyond the forecast'))
})

test('a product without stock is out now, not beyond the forecast', async () => {
  const never = { p10: null, p50: null, p90: null, beyond_horizon: true }
  open('/products/7', {
    ...answers,
    'GET /api/products/7': () => Response.json({ ...sold, stock: 0 }),
    'GET /api/forecast/replenishment/7': () => Response.json([{ ...teaAdvice, stock_out: never }]),
  })
  await waitFor(() => expect(figure('Stock')).toBe('StockOut of stock'))
  await waitFor(() => expect(figure('Lasts until')).toBe('Lasts untilnone left'))
})

test('what is not known of a product is said', async () => {
  open('/products/7?tab=orders', {
    ...answers,
    'GET /api/products/7': () => Response.json({ ...sold, stock: 0, cost: null }),
    'GET /api/products/7/incoming': () => list(),
    'GET /api/forecast/replenishment/7': () =>
      Response.json([{ ...teaAdvice, stock_out: null, terms: null }]),
    'GET /api/suppliers': () => list(),
    'GET /api/purchase-orders': () => list(),
    'GET /api/stock/movements': () => list(),
  })
  expect(await screen.findByText('No supplier sells this yet')).toBeDefined()
  expect(await screen.findByText('It has not been ordered yet.')).toBeDefined()
  expect(screen.getByText('Nothing is on order or in transit.')).toBeDefined()
  expect(screen.getByText('Nothing has been received yet.')).toBeDefined()
  expect(figure('Stock')).toBe('StockOut of stock')
  expect(figure('On order')).toBe('On ordernothing\u00a0')
  expect(figure('Lasts until')).toBe('Lasts untilnone left')
  expect(figure('Unit cost excl. tax')).toBe('Unit cost excl. taxunknown')
  expect(screen.queryByText('Margin')).toBeNull()
})

test('who only sells sees neither costs nor suppliers, but what is coming', async () => {
  open('/products/7?tab=orders', {
    ...answers,
    'GET /api/auth/me': () => Response.json({ ...user, role: 'user' }),
    'GET /api/products/7': () => Response.json({ ...sold, cost: null }),
    'GET /api/stock/movements': () =>
      list({ ...received, unit_cost: null, value: null, value_after: null }),
  })
  const table = await screen.findByRole('table', { name: 'Incoming stock' })
  expect(within(table).getByText('Overdue')).toBeDefined()
  const main = screen.getByRole('main')
  expect(within(main).queryByText('Unit cost excl. tax')).toBeNull()
  expect(within(main).queryByText('Margin')).toBeNull()
  expect(within(main).queryByText('North')).toBeNull()
  expect(within(main).queryByRole('table', { name: 'Orders' })).toBeNull()
  expect(within(main).queryByRole('link', { name: 'Order' })).toBeNull()
})

test('suppliers stand with their terms, the usual one first, beside orders and receipts', async () => {
  open('/products/7?tab=orders', answers)
  const suppliers = await screen.findByRole('table', { name: 'Suppliers' })
  const rows = within(suppliers).getAllByRole('row')
  expect(rows[1]?.textContent).toContain('NorthUsual')
  expect(rows[2]?.textContent).toContain('South')
  const orders = await screen.findByRole('table', { name: 'Orders' })
  expect(within(orders).getByText(/days? late/)).toBeDefined()
  const receipts = await screen.findByRole('table', { name: 'Receipts' })
  expect(within(receipts).getByText('€2.00 each')).toBeDefined()
  const tab = screen.getByRole('link', { name: 'Orders and suppliers' })
  expect(tab.getAttribute('aria-current')).toBe('page')
})

test('the stock story says who, why and by what, with stock and value after', async () => {
  open('/products/7', answers)
  await userEvent.click(await screen.findByRole('link', { name: 'Stock history' }))
  expect(await screen.findByRole('heading', { name: 'Why there are 47' })).toBeDefined()
  const row = within(await screen.findByRole('table', { name: 'Stock movements' })).getAllByRole(
    'row',
  )[1]
  expect(row?.textContent).toContain('Receipt')
  expect(row?.textContent).toContain('Order 12')
  expect(row?.textContent).toContain('Camille')
  expect(row?.textContent).toContain('47worth €94.00')
  expect(window.location.search).toBe('?tab=stock')
})

test('one walks along the list that one came from, over its pages and with the arrow keys', async () => {
  const shelf = Array.from({ length: 27 }, (_, n) => ({ ...sold, id: n + 1, name: `Tea ${n + 1}` }))
  const one = Object.fromEntries(
    shelf.map((product) => [`GET /api/products/${product.id}`, () => Response.json(product)]),
  )
  open('/products?q=tea', {
    ...answers,
    ...one,
    'GET /api/products': ({ url }: Request) => {
      const page = Number(new URL(url).searchParams.get('page') ?? 1)
      const rows = shelf.slice((page - 1) * 25, page * 25)
      return Response.json(rows, { headers: { 'X-Total-Count': '27' } })
    },
  })
  await userEvent.click(await screen.findByRole('link', { name: 'Tea 25' }))
  expect(await screen.findByText('25 of 27')).toBeDefined()
  const next = await screen.findByRole('link', { name: 'Next: Tea 26' })
  await userEvent.click(next)
  await screen.findByRole('heading', { name: 'Tea 26', level: 1 })
  expect(await screen.findByText('26 of 27')).toBeDefined()
  await userEvent.click(screen.getByRole('link', { name: 'Prices' }))
  await waitFor(() => expect(window.location.search).toContain('tab=prices'))
  fireEvent.keyDown(document.documentElement, { key: 'ArrowLeft' })
  await screen.findByRole('heading', { name: 'Tea 25', level: 1 })
  // The tab stays, and the way back leads to the page of the list.
  expect(window.location.search).toContain('tab=prices')
  expect(
    within(screen.getByRole('main')).getByRole('link', { name: 'Products' }).getAttribute('href'),
  ).toBe('/products?q=tea')
})
