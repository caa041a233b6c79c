import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { open } from '../../../tests/app'
import { list } from '../../../tests/goods'

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
const result = {
  replay,
  ledger: 40,
  rules: {
    advice: course,
    min_max: { ...course, lost_margin: 300, fill_rate: 0.95, stock_outs: 21 },
    cover_days: { ...course, lost_margin: 20, holding_cost: 90 },
  },
  happened: { demand: 1000, lost: 71, stock_out_days: 40 },
  stock: { advice: [90, 80], min_max: [70, 60], cover_days: [120, 110] },
  levels: [],
}
const RESULT = 'GET /api/forecast/replay/5/result'

test('a replay says in sentences what the advice would have been worth, and where not', async () => {
  open('/forecast/replay', {
    'GET /api/forecast/replay': () => list(replay),
    [RESULT]: () => Response.json(result),
  })
  expect(
    await screen.findByText(/it would have cost €200.00 less than with a minimum/),
  ).toBeDefined()
  expect(screen.getByText(/it would have cost €50.00 more than with a fixed cover/)).toBeDefined()
  expect(screen.getByText(/^61 fewer units would have been missing/)).toBeDefined()
  const table = screen.getByRole('table', { name: 'Each rule in figures' })
  const rows = within(table)
    .getAllByRole('row')
    .map((row) => row.textContent)
  expect(rows[1]).toBe('Advice€160.00€100.00€60.0099%430')
})

test('what was in stock then nobody knows is not compared with what happened', async () => {
  open(
    '/forecast/replay',
    {
      'GET /api/forecast/replay': () => list(replay),
      [RESULT]: () => Response.json({ ...result, ledger: 0 }),
    },
    'fr',
  )
  expect(await screen.findByText(/^Le stock d’alors n’est pas connu/)).toBeDefined()
  expect(screen.queryByText(/unités de moins/)).toBeNull()
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
  await userEvent.click(await screen.findByRole('button', { name: 'Replay it' }))
  expect(await screen.findByText('25% of 40 products')).toBeDefined()
  const post = sent.find(({ method, url }) => method === 'POST' && url.endsWith('/replay'))
  expect(await post?.json()).toEqual({ days: 90, all: true })
  await userEvent.click(screen.getByRole('button', { name: 'Cancel' }))
  expect(await screen.findByText('The replay was cancelled.')).toBeDefined()
  await waitFor(() =>
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Replay it' }).disabled).toBe(
      false,
    ),
  )
})
