import type { EChartsCoreOption } from 'echarts/core'
import { dayFrame, dayOf, instantOf } from '@/shared/charts/day-frame'
import type { Palette } from '@/shared/charts/palette'
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
type Look = { words: Words; format: Format; palette: Palette; narrow: boolean }
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
export function stockChart(advice: Advice, quantity: number, look: Look): EChartsCoreOption {
  const { words, palette, format, narrow } = look
  const points = stockPoints(advice, quantity) ?? { without: [], withOrder: [] }
  const line = (name: string, data: Point[], color: string, type: 'solid' | 'dashed') => ({
    name,
    type: 'line',
    symbolSize: 6,
    lineStyle: { color, width: 2, type },
    itemStyle: { color },
    data: data.map(([day, units]) => [instantOf(day), units]),
  })
  const mark = (day: string, label: string) => ({
    xAxis: instantOf(day),
    label: { formatter: label, color: palette.muted, position: 'end' },
  })
  const { reorder_point, stock_out } = advice
  const frame = dayFrame({ ...look, labels: narrow ? 3 : 5, left: narrow ? 34 : 48, top: 26 })
  return {
    ...frame,
    tooltip: {
      ...frame.tooltip,
      trigger: 'item',
      formatter: ({ seriesName, value }: { seriesName: string; value: [number, number] }) =>
        `${format.weekday(dayOf(value[0]))}<br>${words.labelled(
          seriesName,
          format.quantity(value[1], advice.unit),
        )}`,
    },
    series: [
      {
        ...line(words.stock, points.without, palette.history, 'solid'),
        markLine: {
          silent: true,
          symbol: 'none',
          lineStyle: { color: palette.muted, type: 'dashed', width: 1 },
          data: [
            mark(addDays(advice.as_of, 1), words.today),
            ...(stock_out?.p50 ? [mark(stock_out.p50, words.runsOut)] : []),
            ...(reorder_point === null
              ? []
              : [
                  {
                    yAxis: reorder_point,
                    label: {
                      formatter: words.reorderPoint,
                      color: palette.muted,
                      position: 'insideStartTop',
                    },
                  },
                ]),
          ],
        },
      },
      line(words.withOrder, points.withOrder, palette.forecast, 'dashed'),
    ],
  }
}
