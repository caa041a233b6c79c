import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { open } from '../../../tests/app'
import { list, tea } from '../../../tests/goods'

const replay = {
  id: 5,
  status: 'done',
  rule: 'advice',
  days: 90,
  first_day: '2026-03-01',
  last_day: '2026-05-29',
  products: 40,
  progress: 1,
  error: null,
  created_at: '2026-06-01T10:00:00Z',
  finished_at: '2026-06-01T10:04:00Z',
}
const course = {
  days: 90,
  demand: 1000,
  lost: 10,
  fill_rate: 0.99,
  cycle_service: 0.97,
  stock_days: 9000,
  orders: 30,
  ordered: 980,
  stock_outs: 4,
  stock_out_days: 6,
  cycles: 300,
  served: 291,
  lost_margin: 100,
  holding_cost: 60,
  stock_value: 2000,
}
const saving = { products: 40, lost: 61, saved: 200, error: 30, stock_value: 320 }
const result = {
  replay,
  ledger: 40,
  rules: {
    advice: course,
    min_max: { ...course, lost_margin: 300, fill_rate: 0.95, stock_outs: 21 },
    cover_days: { ...course, lost_margin: 20, holding_cost: 90 },
  },
  happened: {
    demand: 1000,
    lost: 71,
    stock_out_days: 40,
    stock_days: 8000,
    lost_margin: 310,
    holding_cost: 50,
    stock_value: 1680,
  },
  stock: {
    advice: [90, 80],
    min_max: [70, 60],
    cover_days: [120, 110],
    happened: [54321, 54320],
  },
  savings: {
    happened: saving,
    min_max: saving,
    cover_days: { ...saving, lost: -10, saved: -50, stock_value: -900 },
  },
  levels: [],
}
const RESULT = 'GET /api/forecast/replay/5/result'
const PRODUCTS = 'GET /api/forecast/replay/5/products'

const replayed = (product_id: number, happened: object | null) => ({
  product_id,
  savings: { happened, min_max: saving, cover_days: saving },
})

const answers = {
  'GET /api/forecast/replay': () => list(replay),
  [RESULT]: () => Response.json(result),
  [PRODUCTS]: () =>
    list(
      replayed(7, { ...saving, saved: 12.5, lost: 4, error: 2, stock_value: 8 }),
      replayed(8, { ...saving, saved: null, lost: -1, error: null, stock_value: null }),
      replayed(9, { ...saving, saved: -3, lost: 0, error: 2, stock_value: -1 }),
    ),
  'GET /api/products': () => list(tea),
}

const cells = (table: HTMLElement) =>
  within(table)
    .getAllByRole('row')
    .slice(1)
    .map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent).join(' | '))

test('a replay says what the advice would have been worth, and how sure that is', async () => {
  open('/forecast/replay', answers)
  expect(
    await screen.findByText(
      'Following the suggestions would have cost €200.00 less than what actually happened: 61 fewer units missing, €320.00 more in stock on average. This is a clear result (± €60.00).',
    ),
  ).toBeDefined()
  expect(
    screen.getByText(
      /€50.00 more than fixed days of cover: 10 more units missing, €900.00 less in stock .* it is not clear which is better\.$/,
    ),
  ).toBeDefined()
})

test('what really happened stands beside the rules, in figures and as stock by day', async () => {
  open('/forecast/replay', answers)
  const table = await screen.findByRole('table', {
    name: 'Each rule and what happened',
  })
  expect(cells(table)).toEqual([
    'Suggestions | €160.00 | €100.00 | €60.00 | 99% | 4 | 30',
    'Minimum and maximum | €360.00 | €300.00 | €60.00 | 95% | 21 | 30',
    'Days of cover | €110.00 | €20.00 | €90.00 | 99% | 4 | 30',
    'What happened | €360.00 | €310.00 | €50.00 | 92.9% | – | –',
  ])
  expect(screen.getByText(/54321.*54320/)).toBeDefined()
})

test('products are sorted by what the advice gains on each, against one rule at a time', async () => {
  const { sent } = open('/forecast/replay', answers)
  const table = await screen.findByRole('table', { name: 'By product' })
  await within(table).findByText('Green tea')
  expect(cells(table)).toEqual([
    'Green tea | €12.50 | clear, ± €4.00 | 4 | €8.00',
    'Product 8 | – | – | −1 | –',
    'Product 9 | −€3.00 | unclear, ± €4.00 | 0 | −€1.00',
  ])
  await userEvent.click(within(table).getByRole('button', { name: 'Fewer units missing' }))
  await userEvent.selectOptions(
    screen.getByRole('combobox', { name: 'Suggestions compared with' }),
    'Days of cover',
  )
  const asked = () =>
    sent
      .filter(({ url }) => url.includes('/replay/5/products'))
      .map(({ url }) => new URL(url).searchParams)
      .map((query) => `${query.get('sort')} ${query.get('against')}`)
  await waitFor(() =>
    expect(asked()).toEqual(['-saved happened', 'lost happened', 'lost cover_days']),
  )
})

test('of some products what was in stock then is known: their number is said', async () => {
  open('/forecast/replay', {
    ...answers,
    [RESULT]: () => Response.json({ ...result, ledger: 12 }),
  })
  expect(await screen.findByText(/^What actually happened covers 12 of 40 products/)).toBeDefined()
  const table = screen.getByRole('table', { name: /Each rule and what happened/ })
  // Money of some beside money of all would compare nothing.
  expect(cells(table)[3]).toBe('What happened (12 of 40 products) | – | – | – | 92.9% | – | –')
})

test('what was in stock then nobody knows is not compared with what happened', async () => {
  const known = { ...result.savings, happened: null }
  const stock = { ...result.stock, happened: null }
  open(
    '/forecast/replay',
    {
      ...answers,
      [RESULT]: () => Response.json({ ...result, ledger: 0, stock, savings: known }),
    },
    'fr',
  )
  expect(await screen.findByText(/^Le stock passé est inconnu/)).toBeDefined()
  expect(screen.queryByText(/que ce qui s’est passé/)).toBeNull()
  const chosen = screen.getByRole<HTMLSelectElement>('combobox', {
    name: 'Suggestions comparées à',
  })
  expect(chosen.selectedOptions[0]?.text).toBe('Minimum et maximum')
})

test('a replay is started, watched and cancelled', async () => {
  let status: string | null = null
  const { sent } = open('/forecast/replay', {
    'GET /api/forecast/replay': () =>
      status === null ? list() : list({ ...replay, status, progress: 0.25 }),
    'POST /api/forecast/replay': () => {
      status = 'running'
      return Response.json({ ...replay, status }, { status: 202 })
    },
    'POST /api/forecast/replay/5/cancel': () => {
      status = 'cancelled'
      return Response.json({ ...replay, status })
    },
  })
  await userEvent.click(await screen.findByRole('button', { name: 'Start replay' }))
  expect(await screen.findByText('25% of 40 products')).toBeDefined()
  const post = sent.find(({ method, url }) => method === 'POST' && url.endsWith('/replay'))
  expect(await post?.json()).toEqual({ days: 90, all: true })
  await userEvent.click(screen.getByRole('button', { name: 'Cancel' }))
  expect(await screen.findByText('The replay was cancelled.')).toBeDefined()
  await waitFor(() =>
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Start replay' }).disabled).toBe(
      false,
    ),
  )
})
