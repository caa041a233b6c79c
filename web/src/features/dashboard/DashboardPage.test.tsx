import { screen, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { teaAdvice } from '../../../tests/advice'
import { open, problem, shop, user } from '../../../tests/app'
import { list, order, tea } from '../../../tests/goods'

beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-06-01T20:00:00Z') }))
afterEach(() => vi.useRealTimers())

const summary = {
  suggested: 4,
  suppliers: 2,
  cost: 300,
  due: 1,
  first_order_by: '2026-06-02',
  late: 2,
  units_at_risk_per_day: 9,
  money_at_risk_per_day: 30,
  dead: 12,
  dead_value: 1940,
  overstocked: 15,
  overstock_value: 2100,
}
const days = (...of: [day: string, quantity: number][]) =>
  Response.json({
    days: of.map(([day, quantity]) => ({ day, quantity, sales: 3, revenue: quantity * 2 })),
  })
const job = { id: 5, kind: 'upload', path: 'caisse.csv', status: 'unmapped' }
const late = { ...order, expected_on: '2026-05-30', overdue: true, line_count: 1 }
const answers = {
  'GET /api/sales/summary': ({ url }: Request) =>
    url.includes('so_far')
      ? days(['2026-05-26', 10], ['2026-06-02', 25])
      : days(['2026-05-26', 40], ['2026-06-02', 25]),
  'GET /api/products': () => list(tea),
  'GET /api/sales': () => list(),
  'GET /api/forecast/replenishment/summary': () => Response.json(summary),
  'GET /api/forecast/replenishment': () => list(teaAdvice),
  'GET /api/forecast/total': () => Response.json({ dates: ['2026-06-02'], forecast: [80] }),
  'GET /api/forecast/accuracy': () => Response.json({ bias_alarms: 2 }),
  'GET /api/forecast/alerts': () => list({}, {}),
  'GET /api/purchase-orders': () => list(late),
  'GET /api/stock/counts': () => list({ id: 3, status: 'open', counted: 2, lines: 9 }),
  'GET /api/etl/jobs': () => list(job, { ...job, id: 4, status: 'done' }),
}
const link = (name: string | RegExp) => screen.findByRole('link', { name })

test.each([
  ['Pacific/Auckland', 'EUR', '2026-06-02', '€50.00'],
  ['America/Los_Angeles', 'USD', '2026-06-01', '$30.00'],
])('today is the day of a shop in %s, in %s', async (time_zone, currency, today, revenue) => {
  const { sent } = open('/', {
    ...answers,
    'GET /api/auth/shop': () => Response.json({ ...shop, time_zone, currency }),
    'GET /api/sales/summary': () => days(['2026-06-01', 15], ['2026-06-02', 25]),
  })
  expect(await screen.findByRole('link', { name: revenue })).toBeDefined()
  const asked = sent.find(({ url }) => url.includes('/api/sales/summary'))
  expect(new URL(asked?.url ?? '').searchParams.get('to')).toBe(today)
})

test('the page says what to do first, and each figure opens its list', async () => {
  open('/', answers)
  expect(
    await screen.findByText(
      'Hello Camille. 2 products will run out before a delivery can arrive; €210.00 of weekly sales at risk in total.',
    ),
  ).toBeDefined()
  const first = within(await screen.findByRole('region', { name: 'Do first' }))
  expect(
    (await first.findAllByRole('listitem')).map((line) => line.querySelector('span')?.textContent),
  ).toEqual([
    'Order 144 of Green tea from NorthBy Wed 9 Dec · €210.00 of weekly sales at risk',
    'Receive order 14 from NorthLate: expected Sat 30 May',
    'Finish the import of caisse.csvColumns to map',
  ])
  const ways = first.getAllByRole('link').map((way) => way.getAttribute('href'))
  expect(ways).toEqual(['/forecast?sort=urgency&why=7-1', '/orders/14/receive', '/data'])
  expect((await link('€1,940.00')).getAttribute('href')).toBe('/forecast?view=dead')
  expect((await link('15 overstocked')).getAttribute('href')).toBe('/forecast?view=over')
  expect((await link('1 late')).getAttribute('href')).toBe('/orders?view=overdue')
  expect((await link('€50.00')).getAttribute('href')).toBe('/sales?from=2026-06-02&to=2026-06-02')
  expect((await link('2 new alerts')).getAttribute('href')).toBe('/forecast/alerts')
})

test('today is compared with what was to be expected by this hour', async () => {
  open('/', answers)
  // A quarter of a day like this one is sold by now: 20 of 80 units, at 2 each.
  expect(await screen.findByText(/about €40.00 expected by 08:00/)).toBeDefined()
  expect(screen.getByText(/Today so far: 25, about 80 expected/)).toBeDefined()
})

test('a service that is away is named on its own part alone', async () => {
  const away = () => problem(404, 'not_found')
  open('/', {
    ...answers,
    'GET /api/forecast/replenishment/summary': away,
    'GET /api/forecast/replenishment': away,
  })
  const risk = within(await screen.findByRole('region', { name: 'Weekly sales at risk' }))
  expect(await risk.findByRole('alert')).toBeDefined()
  expect(await screen.findByText('Receive order 14 from North')).toBeDefined()
  expect(await link('€50.00')).toBeDefined()
  expect(await link('1 late')).toBeDefined()
})

test('who does not buy reads no deliveries, imports or money of cost, in French', async () => {
  const { sent } = open(
    '/',
    {
      ...answers,
      'GET /api/auth/me': () => Response.json({ ...user, role: 'viewer' }),
      'GET /api/forecast/replenishment/summary': () =>
        Response.json({ ...summary, late: 0, money_at_risk_per_day: null, dead_value: null }),
    },
    'fr',
  )
  expect(await screen.findByText(/4 produits à commander, le premier au plus tard/)).toBeDefined()
  expect((await link('12 produits')).getAttribute('href')).toBe('/forecast?view=dead')
  expect((await link('63')).getAttribute('href')).toBe('/forecast')
  expect(screen.queryByText('Livraisons')).toBeNull()
  expect(sent.some(({ url }) => /purchase-orders|etl/.test(url))).toBe(false)
})
