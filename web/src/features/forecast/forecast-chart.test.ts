import { expect, test } from 'vitest'
import { paletteFor } from '@/shared/charts/palette'
import { formatFor } from '@/shared/format'
import { type ForecastFigures, forecastChart, tooltipLines } from './forecast-chart'
import type { Mark } from './marks'

const figures: ForecastFigures = {
  history: [
    { day: '2026-05-30', quantity: 4 },
    { day: '2026-05-31', quantity: 0 },
  ],
  dates: ['2026-06-01', '2026-06-02'],
  expected: [3.2, 5],
  baseline: null,
  bands: [
    { level: 0.95, lower: [0, 1], upper: [8, 9] },
    { level: 0.8, lower: [1, 2], upper: [6, 7] },
  ],
  today: '2026-06-01',
  digits: 1,
}
const words = {
  sold: 'Sold',
  expected: 'Forecast',
  baseline: 'Model alone',
  today: 'Today',
  band: (level: number) => `${level * 100}% range`,
  lastYear: 'Last year',
  week: (monday: string) => `Week of ${monday}`,
  mark: ({ kind, name }: Mark) => `${kind} ${name}`,
  labelled: (label: string, value: string) => `${label}: ${value}`,
}
const format = formatFor('en')
const look = { words, format, palette: paletteFor('light'), inView: 90 }
const spec = forecastChart(figures, look)
const day = (text: string) => Date.parse(`${text}T00:00:00Z`)

test('the first of June is the first of June in every time zone', () => {
  expect(spec.lines.at(-1)?.points[0]?.[0]).toBe(day('2026-06-01'))
})

test('what is expected is drawn over what was sold, with a line at today', () => {
  expect(spec.lines.map(({ name }) => name)).toEqual(['Sold', 'Forecast'])
  expect(spec.verticals).toEqual([{ instant: day('2026-06-01'), word: 'Today' }])
})

test('each range spans from its lower to its upper bound', () => {
  expect(spec.bands?.[0]?.points).toEqual([
    [day('2026-06-01'), 0, 8],
    [day('2026-06-02'), 1, 9],
  ])
})

test('the view begins with so much of the history as is asked for, and ends with the forecast', () => {
  expect(spec.view).toEqual([day('2026-05-30'), day('2026-06-02')])
  const near = forecastChart(figures, { ...look, inView: 1 })
  expect(near.view).toEqual([day('2026-05-31'), day('2026-06-02')])
  const all = forecastChart(figures, { ...look, inView: Number.POSITIVE_INFINITY })
  expect(all.view).toEqual(spec.view)
})

test('a few expected days have a dot each, many have none', () => {
  expect(spec.lines.at(-1)?.dots).toBe(5)
  const dates = Array.from({ length: 15 }, (_, n) => `2026-06-${String(n + 1).padStart(2, '0')}`)
  expect(forecastChart({ ...figures, dates }, look).lines.at(-1)?.dots).toBeUndefined()
})

test('the tooltip has one line per quantity people know', () => {
  const lines = tooltipLines(figures, words, format)
  expect(lines('2026-05-31')).toEqual(['Sun 31 May', 'Sold: 0'])
  expect(lines('2026-06-01')).toEqual([
    'Mon 1 Jun',
    'Forecast: 3.2',
    '95% range: 0–8',
    '80% range: 1–6',
  ])
})

test('what the model alone expects is drawn and told beside what a planner says', () => {
  const adjusted = { ...figures, baseline: [3.2, 4] }
  const line = forecastChart(adjusted, look).lines.find(({ name }) => name === 'Model alone')
  expect(line).toMatchObject({ stroke: 'dashed' })
  expect(line?.points.map(([, value]) => value)).toEqual([3.2, 4])
  expect(spec.lines.some(({ name }) => name === 'Model alone')).toBe(false)
  expect(tooltipLines(adjusted, words, format)('2026-06-02')).toContain('Model alone: 4')
})

test('what happened and what is planned is shaded behind the lines, and told of its days', () => {
  const promotion = {
    kind: 'promotion',
    name: 'Tea week',
    first_day: '2026-05-01',
    last_day: '2026-05-30',
  } as const
  const marked = { ...figures, marks: [promotion] }
  expect(forecastChart(marked, look).shades?.map(({ from, to }) => [from, to])).toEqual([
    [day('2026-05-30'), day('2026-05-31')],
  ])
  const lines = tooltipLines(marked, words, format)
  expect(lines('2026-05-30')).toContain('promotion Tea week')
  expect(lines('2026-05-31')).not.toContain('promotion Tea week')
})

test('last year is a line of its own, told beside what was sold and what is expected', () => {
  const beside = { ...figures, lastYear: [{ day: '2026-06-01', quantity: 7 }] }
  const line = forecastChart(beside, look).lines.find(({ name }) => name === 'Last year')
  expect(line).toMatchObject({ stroke: 'dotted', points: [[day('2026-06-01'), 7]] })
  expect(tooltipLines(beside, words, format)('2026-06-01')[1]).toBe('Last year: 7')
})
