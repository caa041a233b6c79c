import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { open, problem } from '../../../tests/app'
import { list, shopFloor, tea } from '../../../tests/goods'

const count = {
  id: 5,
  location_id: 1,
  status: 'open',
  blind: false,
  filter: { category: null, q: null, product_ids: null, to_count: false },
  recount: { percent: 20, units: null, value: null },
  note: null,
  reason: null,
  lines: 1,
  counted: 1,
  created_by: 1,
  created_at: '2026-06-01T20:00:00Z',
  ended_by: null,
  ended_at: null,
}
const entry = { counted_by: 1, place: '', units: 4, counted_at: '2026-06-01T20:10:00Z' }
const line = {
  id: 61,
  product_id: 7,
  sku: 'TEA',
  name: 'Green tea',
  unit: 'piece',
  archived: false,
  round: 1,
  counted: 4,
  counted_at: '2026-06-01T20:10:00Z',
  entries: [entry],
  expected: 10,
  difference: -6,
  unit_cost: 2,
  value: -12,
  recount: 'percent',
  outcome: null,
  movement_id: null,
}
const report = {
  count_id: 5,
  status: 'open',
  currency: 'EUR',
  lines: 1,
  counted: 1,
  differences: 1,
  units_over: 0,
  units_short: 6,
  value_over: 0,
  value_short: 12,
  value: -12,
  unvalued: 0,
}
const answers = {
  'GET /api/products': () => list(tea),
  'GET /api/locations': () => list(shopFloor),
  'GET /api/auth/users': () => Response.json([]),
  'GET /api/stock/counts/5': () => Response.json(count),
  'GET /api/stock/counts/5/lines': () => list(line),
  'GET /api/stock/counts/5/report': () => Response.json(report),
}
const PUT = 'PUT /api/stock/counts/5/lines'

test('a scan is one more than the same person said before; a typed number is what is there', async () => {
  const { sent } = open('/counts/5', {
    ...answers,
    [PUT]: async (request) => {
      const [said] = (await request.json()).lines
      return Response.json([{ ...line, counted: said.units }])
    },
  })
  await userEvent.type(await screen.findByLabelText(/^Scan or type/), 'tea{Enter}')
  expect(await screen.findByText('Green tea: 5')).toBeDefined()
  const units = screen.getByLabelText('Counted: Green tea')
  await userEvent.clear(units)
  await userEvent.type(units, '9{Enter}')
  await waitFor(() => expect(sent.filter(({ method }) => method === 'PUT')).toHaveLength(2))
  const puts = sent.filter(({ method }) => method === 'PUT')
  expect(await puts[0]?.json()).toEqual({ lines: [{ product_id: 7, units: 5, round: 1 }] })
  expect(await puts[1]?.json()).toEqual({ lines: [{ product_id: 7, units: 9, round: 1 }] })
})

test('what cannot be sent is kept with its time, and sent once more', async () => {
  let away = true
  const { sent } = open('/counts/5', {
    ...answers,
    [PUT]: () => {
      if (away) throw new TypeError('offline')
      return Response.json([{ ...line, counted: 7 }])
    },
  })
  const units = await screen.findByLabelText('Counted: Green tea')
  await userEvent.clear(units)
  await userEvent.type(units, '7{Enter}')
  expect(await screen.findByText('One line has not been sent yet. It is saved here.')).toBeDefined()
  away = false
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
  await waitFor(() => expect(screen.queryByText(/not been sent yet/)).toBeNull())
  const last = sent.findLast(({ method }) => method === 'PUT')
  expect(await last?.json()).toEqual({
    lines: [{ product_id: 7, units: 7, round: 1, counted_at: expect.stringMatching(/^\d{4}-/) }],
  })
})

test('a large difference is counted again, or posted on purpose', async () => {
  const { sent } = open('/counts/5', {
    ...answers,
    'POST /api/stock/counts/5/post': async (request) => {
      if ((await request.json()).confirm_all) return Response.json({ ...count, status: 'posted' })
      const lines = [{ line_id: 61, sku: 'TEA', expected: 10, counted: 4 }]
      return problem(409, 'recount_needed', { params: { lines, total: 1 } })
    },
  })
  const row = await screen.findByRole('row', { name: /Green tea/ })
  expect(row.textContent).toContain('Recount')
  await userEvent.click(screen.getByRole('button', { name: 'Post' }))
  const dialog = await screen.findByRole('dialog')
  expect(await within(dialog).findByText('−6 · €12.00')).toBeDefined()
  expect(within(dialog).getByText('0 · €0.00')).toBeDefined()
  // The differences themselves, as the service orders them: the largest first.
  const largest = await within(dialog).findByRole('region', { name: 'The largest differences' })
  expect(within(largest).getByText('Green tea: −6 · −€12.00')).toBeDefined()
  expect(sent.some(({ url }) => url.includes('show=difference'))).toBe(true)
  await userEvent.click(within(dialog).getByRole('button', { name: 'Post' }))
  expect(await within(dialog).findByText('TEA: 10 expected, 4 counted')).toBeDefined()
  await userEvent.click(within(dialog).getByRole('button', { name: 'Post anyway' }))
  expect(await screen.findByText('Count 5 is posted.')).toBeDefined()
  expect(sent.filter(({ url }) => url.endsWith('/post'))).toHaveLength(2)
})

test('who counts blind sees neither what is expected nor the difference', async () => {
  open('/counts/5', {
    ...answers,
    'GET /api/auth/me': () =>
      Response.json({ id: 1, name: 'Kim', email: 'k@example.com', role: 'user' }),
    'GET /api/stock/counts/5': () => Response.json({ ...count, blind: true }),
    'GET /api/stock/counts/5/lines': () =>
      list({ ...line, expected: null, difference: null, value: null, recount: null }),
  })
  expect(await screen.findByLabelText('Counted: Green tea')).toBeDefined()
  expect(screen.queryByRole('columnheader', { name: 'Expected' })).toBeNull()
  expect(screen.queryByText('Differences')).toBeNull()
  expect(screen.queryByRole('button', { name: 'Post' })).toBeNull()
})

test('a sheet is of a location, a category, or of what nobody has counted for long', async () => {
  const { sent } = open('/counts', {
    ...answers,
    'GET /api/forecast/categories': () => Response.json(['Tea']),
    'GET /api/products/categories': () => Response.json(['Tea']),
    'GET /api/stock/counts': () => list(),
    'POST /api/stock/counts': () => Response.json(count, { status: 201 }),
  })
  const [start] = await screen.findAllByRole('button', { name: 'New count' })
  await userEvent.click(start as HTMLElement)
  const dialog = await screen.findByRole('dialog')
  expect(within(dialog).getByRole<HTMLInputElement>('checkbox', { name: 'Blind' }).checked).toBe(
    true,
  )
  await userEvent.type(within(dialog).getByLabelText(/^Category/, { selector: 'input' }), 'Tea')
  await userEvent.type(within(dialog).getByLabelText(/products not counted for/), '90')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Create sheet' }))
  await waitFor(() => expect(sent.some(({ method }) => method === 'POST')).toBe(true))
  const post = sent.findLast(({ method, url }) => method === 'POST' && url.endsWith('/counts'))
  expect(await post?.json()).toMatchObject({
    location_id: 1,
    blind: true,
    filter: { category: 'Tea', not_counted_days: 90 },
  })
})

test('a sheet is printed whole, however many pages of a screen it fills', async () => {
  const lines = Array.from({ length: 130 }, (_, n) => ({ ...line, id: n, name: `Tea ${n}` }))
  const print = vi.fn(() => document.querySelectorAll('[data-paper] tbody tr').length)
  vi.stubGlobal('print', print)
  open('/counts/5', {
    ...answers,
    'GET /api/stock/counts/5/lines': ({ url }) => {
      const { searchParams: asked } = new URL(url)
      const from = (Number(asked.get('page')) - 1) * Number(asked.get('limit'))
      const page = lines.slice(from, from + Number(asked.get('limit')))
      return Response.json(page, { headers: { 'X-Total-Count': '130' } })
    },
  })

  await userEvent.click(await screen.findByRole('button', { name: 'Print sheet' }))

  await waitFor(() => expect(print).toHaveReturnedWith(130))
  window.dispatchEvent(new Event('afterprint'))
  await waitFor(() => expect(document.querySelector('[data-paper]')).toBeNull())
})
