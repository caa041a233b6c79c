import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { open, shop, user } from '../../../tests/app'

// Nothing is downloaded where there is no browser.
vi.mock('@/shared/save-file', () => ({ saveFile: vi.fn() }))

const sale = {
  id: 1,
  product_id: 7,
  quantity: 3,
  price: 4.2,
  sold_at: '2026-06-01T20:00:00Z',
  created_at: '2026-06-01T20:00:00Z',
  voided_at: null,
  user_id: 3,
  location_id: 2,
}

const list = (...rows: object[]) =>
  Response.json(rows, { headers: { 'X-Total-Count': String(rows.length) } })
const sum = {
  sales: 1234,
  voided: 2,
  quantity: 3456,
  revenue: 12345.6,
  unpriced: 0,
  by_unit: [{ unit: 'piece', sales: 1234, quantity: 3456 }],
}
const answers = {
  'GET /api/sales': () => list(sale),
  'GET /api/sales/sum': () => Response.json(sum),
  'GET /api/products': () => list({ id: 7, name: 'Green tea', unit: 'piece' }),
  'GET /api/auth/users': () => list(user, { ...user, id: 3, name: 'Noor' }),
  'GET /api/locations': () =>
    list({ id: 1, name: 'Main', archived: false }, { id: 2, name: 'Market', archived: false }),
}
const queriesOf = (sent: Request[], path: string) =>
  sent
    .map(({ url }) => new URL(url))
    .filter(({ pathname }) => pathname === path)
    .map(({ searchParams }) => Object.fromEntries(searchParams))

test('sales are told by the clock and in the money of the shop', async () => {
  open('/sales', {
    ...answers,
    'GET /api/auth/shop': () => Response.json({ ...shop, currency: 'CHF' }),
  })
  const cell = async (text: RegExp) => (await screen.findByRole('cell', { name: text })).textContent
  expect(await cell(/2026/)).toMatch(/^2 Jun 2026, 08:00$/)
  expect(await cell(/4\.20/)).toMatch(/^CHF\s4\.20$/)
  expect(await cell(/12\.60/)).toMatch(/^CHF\s12\.60$/)
})

test('a sale of a file that names a day says no hour', async () => {
  // Noon of the shop in Auckland.
  const noon = '2026-06-01T00:00:00Z'
  open('/sales', {
    ...answers,
    'GET /api/sales': () =>
      list({ ...sale, sold_at: noon, import_id: 5 }, { ...sale, id: 2, sold_at: noon }),
  })
  const whens = await screen.findAllByRole('cell', { name: /2026/ })
  expect(whens.map((cell) => cell.textContent)).toEqual(['1 Jun 2026', '1 Jun 2026, 12:00'])
})

test('a sale says who sold it and where', async () => {
  open('/sales', answers)
  expect(await screen.findByRole('cell', { name: 'Noor' })).toBeDefined()
  expect(await screen.findByRole('cell', { name: 'Market' })).toBeDefined()
})

test('whoever sells reads who sold, and can ask for what another sold', async () => {
  const { sent } = open('/sales', {
    ...answers,
    'GET /api/auth/me': () => Response.json({ ...user, role: 'user' }),
    'GET /api/auth/names': () => list({ id: user.id, name: user.name }, { id: 3, name: 'Noor' }),
  })
  expect(await screen.findByRole('cell', { name: 'Noor' })).toBeDefined()
  await userEvent.click(screen.getByRole('combobox', { name: 'Sold by' }))
  await userEvent.click(await screen.findByRole('option', { name: 'Noor' }))
  expect(window.location.search).toBe('?person=3')
  expect(sent.some(({ url }) => url.includes('/api/auth/users'))).toBe(false)
})

test('one line says what all that is listed comes to, and what is not in it', async () => {
  open('/sales', answers)
  const line = await screen.findByText(/1,234 sales/)
  expect(line.textContent).toBe(
    '1,234 sales · 3,456 units · €12,345.60 incl. tax · 2 cancelled, not counted',
  )
})

test('headings sort the list, its order stands in the address and is no filter', async () => {
  const { sent } = open('/sales', answers)
  await screen.findByRole('cell', { name: 'Noor' })
  const heading = (name: RegExp) => screen.getByRole('columnheader', { name })
  expect(heading(/^Sold$/).getAttribute('aria-sort')).toBe('descending')
  await userEvent.click(within(heading(/Total/)).getByRole('button'))
  await vi.waitFor(() => expect(window.location.search).toBe('?sort=total'))
  await userEvent.click(within(heading(/Total/)).getByRole('button'))
  await vi.waitFor(() => expect(window.location.search).toBe('?sort=-total'))
  expect(heading(/Total/).getAttribute('aria-sort')).toBe('descending')
  const asked = queriesOf(sent, '/api/sales').map(({ sort }) => sort)
  expect(asked).toEqual([undefined, 'total', '-total'])
  expect(screen.queryByRole('button', { name: 'Clear' })).toBeNull()
})

test.each([
  ['en', '1,234 sales · 3,450 units, 6.4\u00a0kg · €12,345.60'],
  ['fr', '1\u202f234 ventes · 3\u202f450 unités, 6,4\u00a0kg · 12\u202f345,60\u00a0€'],
] as const)('kilos are not added to pieces, in %s', async (language, said) => {
  const by_unit = [
    { unit: 'piece', sales: 1200, quantity: 3450 },
    { unit: 'kg', sales: 34, quantity: 6.4 },
  ]
  open(
    '/sales',
    { ...answers, 'GET /api/sales/sum': () => Response.json({ ...sum, by_unit }) },
    language,
  )
  expect((await screen.findByText(/[,.]4.kg/)).textContent).toContain(said)
})

test('cancelled sales alone are counted, and add up to nothing', async () => {
  open('/sales?state=cancelled', {
    ...answers,
    'GET /api/sales/sum': () =>
      Response.json({ ...sum, sales: 0, voided: 2, quantity: 0, revenue: 0, by_unit: [] }),
  })
  expect((await screen.findByText(/2 cancelled/)).textContent).toBe('2 cancelled sales')
})

test('what the address filters the list by, its sum is filtered by too', async () => {
  const { sent } = open(
    '/sales?product=7&person=3&location=2&import=12&state=recorded&from=2026-01-01&to=2026-01-31',
    answers,
  )
  await screen.findByRole('cell', { name: 'Noor' })
  const filter = {
    product_id: '7',
    user_id: '3',
    location_id: '2',
    import_id: '12',
    voided: 'false',
    from: '2026-01-01',
    to: '2026-01-31',
  }
  expect(queriesOf(sent, '/api/sales')).toEqual([{ ...filter, page: '1', limit: '25' }])
  expect(queriesOf(sent, '/api/sales/sum')).toEqual([filter])
  await userEvent.click(await screen.findByRole('button', { name: /Import 12/ }))
  expect(window.location.search).not.toContain('import')
  await userEvent.click(screen.getByRole('button', { name: 'Clear' }))
  expect(window.location.search).toBe('')
})

test.each(['en', 'fr'] as const)(
  'the file is of what is listed, for a spreadsheet in %s',
  async (language) => {
    const { sent } = open(
      '/sales?state=cancelled',
      { ...answers, 'GET /api/sales/export.csv': () => new Response('id') },
      language,
    )
    await userEvent.click(await screen.findByRole('button', { name: /CSV/ }))
    expect(queriesOf(sent, '/api/sales/export.csv')).toEqual([
      { voided: 'true', spreadsheet: language === 'fr' ? 'comma' : 'point' },
    ])
  },
)

test('a period is chosen by its name, and stands in the address by it', async () => {
  const { sent } = open('/sales', answers)
  await userEvent.selectOptions(
    await screen.findByRole('combobox', { name: 'Period' }),
    'Yesterday',
  )
  expect(window.location.search).toBe('?days=yesterday')
  const asked = queriesOf(sent, '/api/sales').at(-1)
  expect(asked?.from).toMatch(/^\d{4}-\d\d-\d\d$/)
  expect(asked?.to).toBe(asked?.from)
})

test('a state is chosen from a list, and everything can be shown again', async () => {
  const { sent } = open('/sales', answers)
  const states = await screen.findByRole('combobox', { name: 'Status' })
  await userEvent.selectOptions(states, 'Cancelled')
  expect(window.location.search).toBe('?state=cancelled')
  expect(queriesOf(sent, '/api/sales').at(-1)).toMatchObject({ voided: 'true' })
  await userEvent.selectOptions(states, '')
  expect(window.location.search).toBe('')
})

test('a list without a sale leads to where sales come in', async () => {
  open('/sales', { ...answers, 'GET /api/sales': () => list() })
  const link = await screen.findByRole('link', { name: 'Import your sales' })
  expect(link.getAttribute('href')).toBe('/data')
})
