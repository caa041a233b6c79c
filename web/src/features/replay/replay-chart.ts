import type { EChartsCoreOption } from 'echarts/core'
import { dayFrame, instantOf } from '@/shared/charts/day-frame'
import type { Palette } from '@/shared/charts/palette'
import { addDays } from '@/shared/day'
import type { Format } from '@/shared/format'
import { type ReplayResult, type Rule, rules } from './queries'

/** Stock under each rule, and as it was. */
export type Line = Rule | 'happened'

type Look = { names: Record<Line, string>; format: Format; palette: Palette; narrow: boolean }

export const lineOf = (palette: Palette): Record<Line, { color: string; type: string }> => ({
  advice: { color: palette.forecast, type: 'solid' },
  happened: { color: palette.text, type: 'dotted' },
  min_max: { color: palette.history, type: 'solid' },
  cover_days: { color: palette.muted, type: 'dashed' },
})

/** What there is to draw: what happened only where the stock of then is known. */
export const linesOf = ({ stock }: ReplayResult): Line[] =>
  stock.happened ? [...rules, 'happened'] : [...rules]

/** Units in stock at the end of each day, under each rule and as it was. */
export function replayChart(result: ReplayResult, look: Look): EChartsCoreOption {
  const { palette, format, names, narrow } = look
  const at = (n: number) => instantOf(addDays(result.replay.first_day, n))
  const lines = lineOf(palette)
  const frame = dayFrame({ ...look, labels: narrow ? 3 : 7, left: narrow ? 40 : 56, top: 16 })
  return {
    ...frame,
    tooltip: {
      ...frame.tooltip,
      trigger: 'axis',
      valueFormatter: (value: number) => format.integer(value),
    },
    series: linesOf(result).map((line) => ({
      name: names[line],
      type: 'line',
      symbol: 'none',
      lineStyle: {
        ...lines[line],
        width: line === 'advice' || line === 'happened' ? 2.5 : 1.5,
      },
      itemStyle: { color: lines[line].color },
      data: (result.stock[line] ?? []).map((units, n) => [at(n), units]),
    })),
  }
}
