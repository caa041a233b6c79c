import { expect, test } from 'vitest'
import { paletteFor } from '@/shared/charts/palette'
import { formatFor } from '@/shared/format'
import type { ReplayResult } from './queries'
import { replayChart } from './replay-chart'

const result = {
  replay: { first_day: '2026-03-01' },
  stock: { advice: [90, 1080], min_max: [70, 60], cover_days: [120, 110], happened: null },
} as unknown as ReplayResult
const look = {
  names: { advice: 'Suggestions', min_max: 'Minimum', cover_days: 'Cover', happened: 'Actual' },
  format: formatFor('en'),
  palette: paletteFor('light'),
  labelled: (label: string, value: string) => `${label}: ${value}`,
}

test('each rule is a line of its own, told of each day with its colour', () => {
  const { lines, tooltip } = replayChart(result, look)
  expect(lines.map(({ name }) => name)).toEqual(['Suggestions', 'Minimum', 'Cover'])
  expect(lines[0]?.points[1]).toEqual([Date.parse('2026-03-02T00:00:00Z'), 1080])
  expect(tooltip('2026-03-02')).toEqual([
    'Mon 2 Mar',
    { color: look.palette.forecast, text: 'Suggestions: 1,080' },
    { color: look.palette.history, text: 'Minimum: 60' },
    { color: look.palette.muted, text: 'Cover: 110' },
  ])
})

test('what happened is drawn where the stock of then is known', () => {
  const withActual = { ...result, stock: { ...result.stock, happened: [54, 53] } }
  const { lines, tooltip } = replayChart(withActual, look)
  expect(lines.at(-1)).toMatchObject({ name: 'Actual', stroke: 'dotted' })
  expect(tooltip('2026-03-01')).toHaveLength(5)
})
