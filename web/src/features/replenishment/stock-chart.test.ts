import { expect, test } from 'vitest'
import { paletteFor } from '@/shared/charts/palette'
import { formatFor } from '@/shared/format'
import type { Advice } from './queries'
import { stockChart } from './stock-chart'

const advice = {
  as_of: '2026-05-31',
  arrives_on: '2026-06-05',
  next_arrives_on: '2026-06-12',
  unit: 'piece',
  terms: { on_hand: 20, stock_at_a: 5, arrivals_a_b: 0, demand_a_b: 12 },
  reorder_point: 14,
  stock_out: { p50: '2026-06-08' },
} as unknown as Advice
const look = {
  words: {
    stock: 'Stock',
    withOrder: 'With 30',
    reorderPoint: 'Reorder point',
    today: 'Today',
    runsOut: 'Runs out',
    labelled: (label: string, value: string) => `${label}: ${value}`,
  },
  format: formatFor('en'),
  palette: paletteFor('light'),
}
const { lines, verticals, horizontals, tooltip } = stockChart(advice, 30, look)

test('what arrives stands above what was there, on the same day', () => {
  const arrival = Date.parse('2026-06-05T00:00:00Z')
  expect(lines[1]?.points.slice(0, 2)).toEqual([
    [arrival, 5],
    [arrival + 1, 35],
  ])
})

test('today, the day it runs out and the reorder point have a line and a word', () => {
  expect(verticals?.map(({ word }) => word)).toEqual(['Today', 'Runs out'])
  expect(horizontals).toEqual([{ value: 14, word: 'Reorder point' }])
})

test('a day is told without the order and with it', () => {
  expect(tooltip('2026-06-05')).toEqual([
    'Fri 5 Jun',
    { color: look.palette.history, text: 'Stock: 5' },
    { color: look.palette.forecast, text: 'With 30: 35' },
  ])
  expect(tooltip('2026-06-01')).toEqual([
    'Mon 1 Jun',
    { color: look.palette.history, text: 'Stock: 20' },
  ])
})
