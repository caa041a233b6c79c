import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { teaAdvice } from '../../../tests/advice'
import { open, user } from '../../../tests/app'
import { list, north, shopFloor, store, tea } from '../../../tests/goods'

// Nothing is downloaded where there is no browser.
vi.mock('@/shared/save-file', () => ({ saveFile: vi.fn() }))

const mug = {
  ...teaAdvice,
  product_id: 8,
  name: 'Mug',
  sku: 'MUG',
  quantity: 0,
  why_not: 'covered_until' as const,
  sentences: { quantity: null, date: null, why_not: 'Stock lasts until 3 March 2027.' },
}
const answers = {
  'GET /api/locations': () => list(shopFloor),
  'GET /api/suppliers': () => list(north),
  'GET /api/forecast/replenishment': ({ url }: Request) =>
    new URL(url).searchParams.get('suggested') === 'true' ? list(teaAdvice) : list(mug),
  'GET /api/forecast/replenishment/7': () => Response.json([teaAdvice]),
  'GET /api/forecast/replenishment/plan': () => Response.json(planOf()),
}
const consequences = { quantity: 72, chance: 0.31, missing: 3, left: 12, cost: 144, worth: 70 }
const waits = {
  supplier_id: 3,
  decision: 'wait',
  location_id: 1,
  lines: [{ product_id: 7, quantity: 144 }],
  minimum_order_value: 200,
  missing_for_free_carriage: null,
}
const planOf = (...orders: object[]) => ({ orders, worth: 60, worth_of_all: 120, unpriced: 0 })
const draft = { batch: 1, supplier_id: 3, error: null, purchase_order_id: 14 }
const posts = (sent: Request[], path: string) =>
  sent.filter(({ method, url }) => method !== 'GET' && url.endsWith(path))

test('the list is sorted by the day on which stock runs out, from its heading', async () => {
  const { sent } = open('/forecast', answers)
  const heading = () => screen.findByRole('columnheader', { name: 'Lasts until' })
  await screen.findByText('Green tea')
  await userEvent.click(within(await heading()).getByRole('button'))
  expect(window.location.search).toBe('?sort=runs_out')
  expect((await heading()).getAttribute('aria-sort')).toBe('ascending')
  await userEvent.click(within(await heading()).getByRole('button'))
  await waitFor(() => expect(window.location.search).toBe('?sort=-runs_out'))
  const asked = sent.map(({ url }) => new URL(url).searchParams.get('sort'))
  expect(asked).toContain('runs_out')
  expect(asked).toContain('-runs_out')
})

test.each([
  ['en', 'point'],
  ['fr', 'comma'],
] as const)('what is listed leaves for a spreadsheet in %s', async (language, mark) => {
  const { sent } = open(
    '/forecast',
    {
      ...answers,
      'GET /api/forecast/replenishment/export.csv': () => new Response('product_id'),
    },
    language,
  )
  await screen.findByText('Green tea')
  await userEvent.click(screen.getByRole('button', { name: /^Export/ }))
  const file = () => sent.find(({ url }) => url.includes('/export.csv'))
  await waitFor(() => expect(file()).toBeDefined())
  expect(new URL(file()?.url ?? '').searchParams.get('spreadsheet')).toBe(mark)
})

test('the page says what to order, of whom and by when; another quantity what it leads to', async () => {
  const { sent } = open('/forecast', {
    ...answers,
    'POST /api/forecast/replenishment/what-if': () =>
      Response.json([{ ...teaAdvice, consequences }]),
    'GET /api/forecast/replenishment/plan': () => Response.json(planOf(waits)),
    'POST /api/forecast/replenishment/orders': () =>
      Response.json({ state: 'done', drafts: [draft] }, { status: 201 }),
    'GET /api/suppliers/3': () => Response.json(north),
  })
  expect(
    await screen.findByText(/^1 product to order from 1 supplier. €288.00 in total./),
  ).toBeDefined()
  const row = (await screen.findByText('Green tea')).closest('tr') as HTMLElement
  expect(within(row).getByText('€210.00/week')).toBeDefined()
  const field = within(row).getByLabelText<HTMLInputElement>('Green tea: quantity to order')
  expect(field.value).toBe('144')

  await userEvent.clear(field)
  await userEvent.type(field, '72')
  expect(await within(row).findByText(/31% chance of running out · 12 left by then/)).toBeDefined()
  expect(within(row).getByRole('button', { name: 'Suggested: 144' })).toBeDefined()
  const asked = posts(sent, '/what-if').at(-1)
  expect(await asked?.json()).toEqual({ items: [{ product_id: 7, location_id: 1, quantity: 72 }] })

  await userEvent.click(screen.getByRole('button', { name: 'Create 1 draft order' }))
  const dialog = await screen.findByRole('dialog')
  expect(within(dialog).getByText(/^North: 1 product, €144.00/)).toBeDefined()
  expect(
    await within(dialog).findByText(/Below the minimum order value of €200.00; waiting/),
  ).toBeDefined()
  await userEvent.click(within(dialog).getByRole('button', { name: 'Create 1 draft order' }))
  expect(await screen.findByText('1 draft order was created.')).toBeDefined()
  const [order] = posts(sent, '/orders')
  expect(await order?.json()).toEqual({
    lines: [{ product_id: 7, location_id: 1, supplier_id: 3, quantity: 72 }],
  })
  const way = await within(dialog).findByRole('link', { name: 'Order 14 · North' })
  expect(way.getAttribute('href')).toBe('/orders/14')
  // What was typed is in the draft now.
  await waitFor(() => expect(field.value).toBe('144'))
})

test('a budget is the service’s plan: what it buys, and what is left out', async () => {
  const dear = { ...teaAdvice, product_id: 8, name: 'Mug', sku: 'MUG' }
  const buys = { ...waits, decision: 'order', lines: [{ product_id: 7, quantity: 72 }] }
  const { sent } = open('/forecast', {
    ...answers,
    'GET /api/forecast/replenishment': () => list(teaAdvice, dear),
    'GET /api/forecast/replenishment/plan': ({ url }: Request) =>
      Response.json(planOf(url.includes('budget') ? buys : waits)),
  })
  await userEvent.type(await screen.findByRole('textbox', { name: 'Budget' }), '150')
  expect(await screen.findByText('1 product for €144.00 · 50% of the benefit')).toBeDefined()
  await waitFor(() => expect(sent.some(({ url }) => url.includes('budget=150'))).toBe(true))
  expect(screen.getByLabelText<HTMLInputElement>('Green tea: quantity to order').value).toBe('72')
  expect(screen.getByLabelText<HTMLInputElement>('Mug: quantity to order').value).toBe('0')
  await userEvent.click(screen.getByText('1 product left out · €210.00 of weekly sales at risk'))
  expect(screen.getByText('Mug: 62% chance of running out, €210.00 per week')).toBeDefined()
  // What is typed counts over the budget, and says so.
  await userEvent.click(screen.getAllByRole('button', { name: 'Suggested: 144' })[0] as HTMLElement)
  expect(await screen.findByText(/€138\.00 over budget/)).toBeDefined()
})

test('one product alone goes into a draft; another location sends what it can spare', async () => {
  const spare = { ...teaAdvice, transfers: [{ from_location_id: 2, quantity: 12 }] }
  open('/forecast', {
    ...answers,
    'GET /api/locations': () => list(shopFloor, store),
    'GET /api/forecast/replenishment': () => list(spare, { ...mug, quantity: 5 }),
    'GET /api/forecast/replenishment/plan': () => Response.json(planOf()),
  })
  const way = await screen.findByRole('link', { name: '12 can come from Store' })
  expect(way.getAttribute('href')).toBe('/transfers/new?from=2&to=1&product=7&units=12')
  await userEvent.click(screen.getByRole('button', { name: 'Order Green tea' }))
  expect(await screen.findByText('North: 1 product, €288.00')).toBeDefined()
})

test('why is a sum that adds up, and Back closes it', async () => {
  open('/forecast', answers)
  await userEvent.click(await screen.findByRole('button', { name: 'Why Green tea' }))
  const sum = await screen.findByRole('table', { name: 'Why this quantity' })
  const lines = within(sum)
    .getAllByRole('row')
    .map((line) => line.textContent)
  expect(lines).toEqual([
    'In stock211',
    'Expected demand by Sat 12 Dec−195',
    'In stock on Sat 12 Dec= 16',
    'Expected demand from then until Sat 19 Dec, the next delivery105',
    'In stock on Sat 12 Dec−16',
    'Safety stock (95%)22',
    'Needed= 111',
    'Multiple of 36= 144',
    'Order144',
  ])
  expect(window.location.search).toContain('why=7-1')
  window.history.back()
  await waitFor(() => expect(screen.queryByRole('table', { name: 'Why this quantity' })).toBeNull())
})

test('what is not ordered says why, and can be narrowed to a reason', async () => {
  const { sent } = open('/forecast?view=rest', answers)
  expect(await screen.findByText('Stock lasts until 3 March 2027.')).toBeDefined()
  expect(screen.queryByLabelText('Mug: quantity to order')).toBeNull()
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Why not' }), 'No supplier')
  await waitFor(() =>
    expect(sent.some(({ url }) => url.includes('why_not=no_supplier'))).toBe(true),
  )
})

test('a product sleeps until a day, with a reason', async () => {
  const { sent } = open('/forecast', {
    ...answers,
    'PUT /api/forecast/replenishment/7/snooze': () => Response.json({ product_id: 7 }),
  })
  await userEvent.click(await screen.findByRole('button', { name: 'Snooze Green tea' }))
  const dialog = await screen.findByRole('dialog')
  await userEvent.type(within(dialog).getByLabelText(/optional/), 'New recipe soon')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Snooze' }))
  expect(await screen.findByText(/^Green tea will not be suggested before/)).toBeDefined()
  const [put] = posts(sent, '/snooze')
  expect(await put?.json()).toMatchObject({ reason: 'New recipe soon', location_id: 1 })
})

test('who may not buy reads what to order, in French, without fields for it', async () => {
  open(
    '/forecast',
    {
      ...answers,
      'GET /api/auth/me': () => Response.json({ ...user, role: 'user' }),
      'GET /api/forecast/replenishment': () =>
        list({ ...teaAdvice, money_at_risk_per_day: null, cost: null, unit_cost: null }),
    },
    'fr',
  )
  const row = (await screen.findByText('Green tea')).closest('tr') as HTMLElement
  expect(within(row).getByText('28/sem.')).toBeDefined()
  expect(within(row).queryByRole('textbox')).toBeNull()
  expect(screen.queryByRole('button', { name: /brouillon/ })).toBeNull()
})

test('the page of a product says what to order of it', async () => {
  open('/products/7', {
    ...answers,
    'GET /api/products': () => list(tea),
    'GET /api/products/7': () => Response.json(tea),
    'GET /api/products/7/prices': () => list(),
    'GET /api/auth/users': () => list(),
    'GET /api/stock/movements': () => list(),
  })
  expect(await screen.findByText('Order 144 · North')).toBeDefined()
  const why = screen.getByRole('link', { name: 'Why' })
  expect(why.getAttribute('href')).toBe('/forecast?why=7-1')
})

test('ten times what is advised is asked about before drafts are made', async () => {
  const { sent } = open('/forecast', {
    ...answers,
    'POST /api/forecast/replenishment/what-if': () =>
      Response.json([{ ...teaAdvice, consequences }]),
    'POST /api/forecast/replenishment/orders': () =>
      Response.json({ state: 'done', drafts: [draft] }, { status: 201 }),
  })
  const field = await screen.findByLabelText('Green tea: quantity to order')
  await userEvent.clear(field)
  await userEvent.type(field, '1440')
  await userEvent.click(screen.getByRole('button', { name: 'Create 1 draft order' }))
  const dialog = await screen.findByRole('dialog')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Create 1 draft order' }))
  expect(await screen.findByText('Order 1,440 × Green tea? 144 are advised.')).toBeDefined()
  expect(posts(sent, '/orders')).toHaveLength(0)
  await userEvent.click(screen.getByRole('button', { name: 'Keep' }))
  await waitFor(() => expect(posts(sent, '/orders')).toHaveLength(1))
})
