import type { EChartsCoreOption } from 'echarts/core'
import { dayFrame, instantOf } from '@/shared/charts/day-frame'
import type { Palette } from '@/shared/charts/palette'
import { addDays } from '@/shared/day'
import type { Format } from '@/shared/format'
import { type ReplayResult, type Rule, rules } from './queries'

type Look = { names: Record<Rule, string>; format: Format; palette: Palette; narrow: boolean }

export const lineOf = (palette: Palette): Record<Rule, { color: string; type: string }> => ({
  advice: { color: palette.forecast, type: 'solid' },
  min_max: { color: palette.history, type: 'solid' },
  cover_days: { color: palette.muted, type: 'dashed' },
})

/** Units in stock at the end of each day, under each rule. */
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
    series: rules.map((rule) => ({
      name: names[rule],
      type: 'line',
      symbol: 'none',
      lineStyle: { ...lines[rule], width: rule === 'advice' ? 2.5 : 1.5 },
      itemStyle: { color: lines[rule].color },
      data: result.stock[rule].map((units, n) => [at(n), units]),
    })),
  }
}
