import { fireEvent, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { addDays } from '@/shared/day'
import { answer, draw, open } from '../../../tests/app'
import { ForecastFigures } from './ForecastFigures'

let events: object[] = []
const unscored = { sum_error: null, better_than_naive: null }

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-06-01T20:00:00Z') })
  answer({
    'GET /api/forecast/calendar': ({ url }) => {
      const asked = new URL(url).searchParams
      // The service ends an answer a year and a month after its beginning, unless it is told.
      return Response.json((asked.get('to') ?? '') > '2026-06-02' ? events : [])
    },
    'GET /api/forecast/accuracy': () => Response.json({ overall: unscored }),
  })
})
afterEach(() => {
  vi.useRealTimers()
  events = []
})

const tea = { id: 7, name: 'Green tea', stock: 9 }
const series = { product_id: 7, points: [{ day: '2026-05-31', quantity: 4 }] }
const forecast = {
  dates: ['2026-06-01', '2026-06-02'],
  forecast: [3, 5],
  baseline: null,
  suspicious_days: [],
  level: 0.95,
  levels: { 0.95: { lower: [0, 1], upper: [8, 9] } },
  total: { lower: 2, upper: 14 },
  product_id: 7,
  as_of: '2026-05-31',
  data_end: '2026-05-31',
  gap_days: 0,
  archived: false,
  unit: 'piece',
  quantity_decimals: 0,
  model: { reason: null, beaten_by_naive: false, promotion: null, season: null, censored_days: 0 },
}

test.each([
  ['Pacific/Auckland', '2026-06-02'],
  ['America/Los_Angeles', '2026-06-01'],
])('the line at today is at the day of a shop in %s', (time_zone, day) => {
  draw(
    <ForecastFigures
      product={tea as never}
      series={series as never}
      forecast={forecast as never}
      stale={false}
      past={false}
    />,
    'en',
    { time_zone },
  )
  expect(drawn().verticals).toMatchObject([{ instant: Date.parse(`${day}T00:00:00Z`) }])
  expect(screen.getByText(/Expected in the next 2 days/)).toBeDefined()
})

test('what is sold by weight is told in kilos, to the gram that it is sold by', () => {
  draw(
    <ForecastFigures
      product={{ ...tea, stock: 0 } as never}
      series={series as never}
      forecast={
        {
          ...forecast,
          unit: 'kg',
          quantity_decimals: 3,
          forecast: [0.305, 1.2],
          total: { lower: 0.4, upper: 3.125 },
        } as never
      }
      stale={false}
      past={false}
    />,
    'en',
  )

  expect(screen.getByText(/1\.505\skg/)).toBeDefined()
  expect(screen.getByText(/0\.4.*3\.125/)).toBeDefined()
  expect(screen.getAllByText('0.305')).not.toHaveLength(0)
})

test.each([
  [
    { factor: 2.5, days: 0, basis: 'planned' },
    /should sell 2.5 times as much on promotion, as planned/,
  ],
  [
    { factor: 1, days: 0, basis: 'unknown' },
    /promotion is planned but does not change the forecast yet/,
  ],
  [
    { factor: 3, days: 14, basis: 'past' },
    /sells 3 times as much on promotion, based on 14 past days/,
  ],
])('what a promotion to come goes by is said: %o', (promotion, said) => {
  draw(
    <ForecastFigures
      product={tea as never}
      series={series as never}
      forecast={{ ...forecast, model: { ...forecast.model, promotion } } as never}
      stale={false}
      past={false}
    />,
  )
  expect(screen.getByText(said)).toBeDefined()
})

const figures = (
  <ForecastFigures
    product={{ ...tea, category: 'Tea' } as never}
    series={series as never}
    forecast={forecast as never}
    stale={false}
    past={false}
  />
)
const drawn = () => JSON.parse(document.querySelector('pre')?.textContent ?? '')

test('how far off forecasts were is said beside the forecast, in a sentence', async () => {
  const overall = { sum_error: 0.31, better_than_naive: 0.27 }
  open('/forecast/7', {
    'GET /api/products/7': () => Response.json({ ...tea, category: 'Tea', unit: 'piece' }),
    'GET /api/forecast': () => Response.json(forecast),
    'GET /api/forecast/series': () => Response.json(series),
    'GET /api/forecast/overrides': () => Response.json([]),
    'GET /api/forecast/calendar': () => Response.json([]),
    'GET /api/forecast/accuracy': () => Response.json({ overall }),
  })
  expect(
    await screen.findByText(/Off by about 31% over 28 days, 27% better than repeating last week\./),
  ).toBeDefined()
})

test('what happened and what is planned for it is shaded, with a legend', async () => {
  events = [
    { kind: 'promotion', name: 'Tea week', category: 'Tea', product_id: null },
    { kind: 'closure', name: 'Stocktaking', category: null, product_id: null },
    { kind: 'promotion', name: 'Of another', category: 'Coffee', product_id: null },
  ].map((event) => ({ ...event, first_day: '2026-06-02', last_day: '2026-06-02' }))
  draw(figures)
  expect(await screen.findByText('Closed')).toBeDefined()
  expect(drawn().shades).toHaveLength(2)
})

test('the chart is drawn by week where somebody would rather see weeks', async () => {
  draw(figures)
  expect(drawn().lines.at(-1).points).toHaveLength(2)
  fireEvent.click(screen.getByRole('radio', { name: 'Weeks' }))
  expect(drawn().lines.at(-1).points).toHaveLength(0)
})

test('how much of a long history is shown is to choose, and goes back with another step', async () => {
  const points = Array.from({ length: 120 }, (_, n) => ({
    day: addDays('2026-06-01', n - 120),
    quantity: 1,
  }))
  draw(
    <ForecastFigures
      product={{ ...tea, category: 'Tea' } as never}
      series={{ ...series, points } as never}
      forecast={forecast as never}
      stale={false}
      past={false}
    />,
  )
  const shown = screen.getByRole('combobox', { name: 'History shown' })
  expect(
    within(shown)
      .getAllByRole('option')
      .map((one) => one.textContent),
  ).toEqual(['6 weeks', '3 months', 'Everything'])
  const begins = () => new Date(drawn().view[0]).toISOString().slice(0, 10)
  expect(begins()).toBe(points.at(-90)?.day)
  fireEvent.change(shown, { target: { value: 'all' } })
  expect(begins()).toBe(points[0]?.day)
  fireEvent.click(screen.getByRole('radio', { name: 'Weeks' }))
  fireEvent.click(screen.getByRole('radio', { name: 'Days' }))
  expect(begins()).toBe(points.at(-90)?.day)
})

const fresh = (model: object) => (
  <ForecastFigures
    product={tea as never}
    series={{ ...series, points: [] } as never}
    forecast={
      { ...forecast, model: { ...forecast.model, reason: 'no_history', ...model } } as never
    }
    stale={false}
    past={false}
  />
)
const answers = {
  'GET /api/forecast/calendar': () => Response.json([]),
  'GET /api/forecast/accuracy': () => Response.json({ overall: unscored }),
}

test.each([
  ['en', 'category', /so this is how other products of its category sell/, /Nothing has been sold/],
  ['fr', 'variant', /l’estimation vient de ses autres déclinaisons/, /Rien n’a encore été vendu/],
] as const)(
  'a new product says whose sales its forecast goes by, in %s',
  (language, name, said, denied) => {
    answer({ ...answers, 'GET /api/sales': () => Response.json([]) })
    draw(fresh({ name }), language)
    expect(screen.getByText(said)).toBeDefined()
    expect(screen.queryByText(denied)).toBeNull()
  },
)

test('what was sold today alone is not denied', async () => {
  const sales = [
    { quantity: 3, returned: 0 },
    { quantity: 2, returned: 1 },
  ]
  answer({ ...answers, 'GET /api/sales': () => Response.json(sales) })
  draw(fresh({ name: 'none' }))
  expect(await screen.findByText(/Sold today: 4 units, counted from tomorrow\./)).toBeDefined()
  expect(screen.queryByText(/no sales yet|Nothing has been sold/)).toBeNull()
})
