import { instantOf } from '@/shared/charts/days'
import type { Palette } from '@/shared/charts/palette'
import type { ChartLine, ChartSpec, TooltipLine } from '@/shared/charts/spec'
import { addDays } from '@/shared/day'
import type { Format } from '@/shared/format'
import type { Advice } from './queries'

type Words = {
  stock: string
  withOrder: string
  reorderPoint: string
  today: string
  runsOut: string
  /** French puts a space before the colon. */
  labelled: (label: string, value: string) => string
}
type Look = { words: Words; format: Format; palette: Palette }
export type Point = [day: string, units: number]

/** What is expected to be there on the days that count, without the order and with it. */
export function stockPoints(advice: Advice, quantity: number) {
  const { terms, as_of, arrives_on, next_arrives_on } = advice
  if (!terms) return null
  const end = terms.stock_at_a + terms.arrivals_a_b - terms.demand_a_b
  const without: Point[] = [
    [addDays(as_of, 1), terms.on_hand],
    [arrives_on, terms.stock_at_a],
    [next_arrives_on, Math.max(0, end)],
  ]
  const withOrder: Point[] = [
    [arrives_on, terms.stock_at_a],
    [arrives_on, terms.stock_at_a + quantity],
    [next_arrives_on, Math.max(0, end + quantity)],
  ]
  return { without, withOrder }
}

/** Stock falling under its demand, what the order adds, and where one has to order again. */
export function stockChart(advice: Advice, quantity: number, look: Look): ChartSpec {
  const { words, palette, format } = look
  const { without, withOrder } = pointsOf(advice, quantity)
  const { reorder_point, stock_out } = advice
  const line = (name: string, points: Point[], color: string): ChartLine => ({
    name,
    color,
    width: 2,
    dots: 6,
    // Two quantities of one day stand above one another: a day has one point in a line.
    points: points.map(([day, units], n) => [
      instantOf(day) + (points[n - 1]?.[0] === day ? 1 : 0),
      units,
    ]),
  })
  const vertical = (day: string, word: string) => ({ instant: instantOf(day), word })
  return {
    format,
    palette,
    lines: [
      line(words.stock, without, palette.history),
      { ...line(words.withOrder, withOrder, palette.forecast), stroke: 'dashed' },
    ],
    verticals: [
      vertical(addDays(advice.as_of, 1), words.today),
      ...(stock_out?.p50 ? [vertical(stock_out.p50, words.runsOut)] : []),
    ],
    horizontals: reorder_point === null ? [] : [{ value: reorder_point, word: words.reorderPoint }],
    tooltip: stockLines(advice, quantity, look),
  }
}

const pointsOf = (advice: Advice, quantity: number) =>
  stockPoints(advice, quantity) ?? { without: [], withOrder: [] }

/** What is expected to be there on a day that counts, without the order and with it. */
export function stockLines(advice: Advice, quantity: number, { words, palette, format }: Look) {
  const { without, withOrder } = pointsOf(advice, quantity)
  const linesOn = (name: string, color: string, points: Point[], day: string): TooltipLine[] =>
    points
      .filter(([at]) => at === day)
      .slice(-1)
      .map(([, units]) => ({
        color,
        text: words.labelled(name, format.quantity(units, advice.unit)),
      }))
  return (day: string): TooltipLine[] => [
    format.weekday(day),
    ...linesOn(words.stock, palette.history, without, day),
    ...linesOn(words.withOrder, palette.forecast, withOrder, day),
  ]
}
