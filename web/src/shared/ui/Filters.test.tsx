import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { teaAdvice } from '../../../tests/advice'
import { open } from '../../../tests/app'

const list = (...rows: object[]) =>
  Response.json(rows, { headers: { 'X-Total-Count': String(rows.length) } })
const answers = {
  'GET /api/locations': () =>
    list({ id: 1, name: 'Main', archived: false }, { id: 2, name: 'Market', archived: false }),
  'GET /api/products': () => list(),
  'GET /api/suppliers': () => list(),
  'GET /api/suppliers/3': () => Response.json({ id: 3, name: 'South' }),
  'GET /api/etl/jobs': () => list(),
  'GET /api/stock/counts': () => list(),
  'GET /api/stock/transfers': () => list(),
  'GET /api/stock/supplier-returns': () => list(),
  'GET /api/purchase-orders': () => list(),
  'GET /api/auth/users': () => list(),
}
const asked = (sent: Request[], path: string, has: string) =>
  sent
    .map(({ url }) => new URL(url))
    .filter(({ pathname, searchParams }) => pathname === path && searchParams.has(has))
    .map(({ search }) => decodeURIComponent(search))

test.each([
  [
    '/counts?status=posted&location=2',
    '/api/stock/counts',
    '?status=posted&location_id=2&page=1&limit=25',
  ],
  [
    '/transfers?status=in_transit&location=2&product=7&page=2',
    '/api/stock/transfers',
    '?status=in_transit&location_id=2&product_id=7&page=2&limit=25',
  ],
  [
    '/orders?view=received&supplier=3&product=7&location=2',
    '/api/purchase-orders',
    '?status=received&supplier_id=3&product_id=7&location_id=2&page=1&limit=25',
  ],
  [
    '/supplier-returns?supplier=3&product=7&location=2&from=2026-01-01&to=2026-01-31',
    '/api/stock/supplier-returns',
    '?supplier_id=3&product_id=7&location_id=2&from=2026-01-01&to=2026-01-31&page=1&limit=25',
  ],
  [
    '/data?state=review&kind=files&page=2',
    '/api/etl/jobs',
    '?status=unmapped&status=checked&kind=upload&kind=folder&page=2&limit=20',
  ],
])(
  'what the address %s names is asked for, and one press shows everything',
  async (address, path, query) => {
    const { sent } = open(address, answers)
    await screen.findByText(/^(Nothing matches these filters|No orders match)$/)
    expect(asked(sent, path, 'page')).toContain(query)
    await userEvent.click(await screen.findByRole('button', { name: 'Clear' }))
    await waitFor(() => expect(window.location.search).toBe(''))
  },
)

test('what an address names that is no filter is left out', async () => {
  const { sent } = open('/transfers?status=lost&location=here&page=abc', answers)
  expect(await screen.findByText('No transfers yet')).toBeDefined()
  expect(asked(sent, '/api/stock/transfers', 'page')).toEqual(['?page=1&limit=25'])
})

const wide = window.matchMedia

beforeEach(() => {
  window.matchMedia = wide
})
afterEach(() => {
  window.matchMedia = wide
})

test('on a phone a press shows the filters, and how many there are stands on it', async () => {
  window.matchMedia = ((query: string) => ({
    matches: query.includes('max-width'),
    media: query,
    addEventListener: vi.fn(),
    removeEventListener: vi.fn(),
  })) as never
  open('/counts?status=posted', answers)
  const button = await screen.findByRole('button', { name: 'Filters (1)' })
  expect(screen.queryByRole('combobox', { name: 'Status' })).toBeNull()
  await userEvent.click(button)
  expect(await screen.findByRole('combobox', { name: 'Status' })).toBeDefined()
})

test('where there were several locations, their field has its room before they are there', async () => {
  localStorage.setItem('previstock.locations', '2')
  open('/counts', { ...answers, 'GET /api/locations': () => new Promise<Response>(() => {}) })
  expect(await screen.findByRole('combobox', { name: 'Location' })).toBeDefined()
})

test('that there is one location alone is remembered too', async () => {
  localStorage.setItem('previstock.locations', '2')
  open('/counts', {
    ...answers,
    'GET /api/locations': () => list({ id: 1, name: 'Main', archived: false }),
  })
  await waitFor(() => expect(localStorage.getItem('previstock.locations')).toBe('1'))
  await waitFor(() => expect(screen.queryByRole('combobox', { name: 'Location' })).toBeNull())
})

test('on a phone what to order is in sight before what it may cost', async () => {
  window.matchMedia = ((query: string) => ({
    matches: query.includes('max-width'),
    media: query,
    addEventListener: vi.fn(),
    removeEventListener: vi.fn(),
  })) as never
  open('/forecast?supplier=3', {
    ...answers,
    'GET /api/forecast/replenishment': () => list(teaAdvice),
    'GET /api/forecast/replenishment/plan': () =>
      Response.json({ orders: [], worth: 0, worth_of_all: 0, unpriced: 0 }),
  })
  expect(await screen.findByText(/^order by/)).toBeDefined()
  expect(screen.getByRole('combobox', { name: 'Show' })).toBeDefined()
  expect(screen.queryByLabelText('Budget')).toBeNull()
  await userEvent.click(screen.getByRole('button', { name: 'Filters (1)' }))
  expect(await screen.findByRole('combobox', { name: 'Supplier' })).toBeDefined()
  expect(screen.getAllByLabelText('Budget').length).toBeGreaterThan(0)
})
