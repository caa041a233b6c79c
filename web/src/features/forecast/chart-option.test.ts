import { expect, test } from 'vitest'
import { paletteFor } from '@/shared/charts/palette'
import { formatFor } from '@/shared/format'
import { type ForecastFigures, forecastChart, tooltipLines } from './chart-option'
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
const option = forecastChart(figures, {
  words,
  format,
  palette: paletteFor('light'),
  narrow: false,
}) as {
  useUTC: boolean
  series: { name: string; stack?: string; data: [number, number][]; markLine?: { data: unknown } }[]
  dataZoom: { startValue: number; endValue: number }[]
}
const day = (text: string) => Date.parse(`${text}T00:00:00Z`)

test('the first of June is the first of June in every time zone', () => {
  expect(option.useUTC).toBe(true)
  expect(option.series.at(-1)?.data[0]?.[0]).toBe(day('2026-06-01'))
})

test('history comes first, so that the slider previews it, and carries the line at today', () => {
  expect(option.series[0]?.name).toBe('Sold')
  expect(option.series[0]?.markLine?.data).toEqual([{ xAxis: day('2026-06-01') }])
})

test('each range spans from its lower to its upper bound', () => {
  const wide = option.series.filter((series) => series.stack === 'band 0.95')
  expect(wide.map((series) => series.data.map(([, value]) => value))).toEqual([
    [0, 1],
    [8, 8],
  ])
})

test('the view ends with the forecast', () => {
  expect(option.dataZoom[0]).toMatchObject({
    startValue: day('2026-05-30'),
    endValue: day('2026-06-02'),
  })
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
  const drawn = forecastChart(adjusted, {
    words,
    format,
    palette: paletteFor('light'),
    narrow: false,
  }) as typeof option
  const line = drawn.series.find((series) => series.name === 'Model alone')
  expect(line?.data.map(([, value]) => value)).toEqual([3.2, 4])
  expect(option.series.some((series) => series.name === 'Model alone')).toBe(false)
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
  const drawn = forecastChart(marked, {
    words,
    format,
    palette: paletteFor('light'),
    narrow: false,
  }) as unknown as { series: { markArea: { data: [{ xAxis: number }, { xAxis: number }][] } }[] }
  expect(drawn.series[0]?.markArea.data.map((area) => area.map(({ xAxis }) => xAxis))).toEqual([
    [day('2026-05-30'), day('2026-05-31')],
  ])
  const lines = tooltipLines(marked, words, format)
  expect(lines('2026-05-30')).toContain('promotion Tea week')
  expect(lines('2026-05-31')).not.toContain('promotion Tea week')
})

test('last year is a line of its own, told beside what was sold and what is expected', () => {
  const beside = { ...figures, lastYear: [{ day: '2026-06-01', quantity: 7 }] }
  const drawn = forecastChart(beside, {
    words,
    format,
    palette: paletteFor('light'),
    narrow: false,
  }) as typeof option
  const line = drawn.series.find((series) => series.name === 'Last year')
  expect(line?.data).toEqual([[day('2026-06-01'), 7]])
  expect(tooltipLines(beside, words, format)('2026-06-01')[1]).toBe('Last year: 7')
})
