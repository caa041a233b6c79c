import type { EChartsCoreOption } from 'echarts/core'
import { chartFont, type Palette } from '@/shared/charts/palette'
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
  const at = (n: number) => Date.parse(`${addDays(result.replay.first_day, n)}T00:00:00Z`)
  const dayOf = (instant: number) => new Date(instant).toISOString().slice(0, 10)
  const lines = lineOf(palette)
  return {
    useUTC: true,
    animationDuration: 250,
    textStyle: { fontFamily: chartFont, color: palette.text },
    grid: { left: narrow ? 40 : 56, right: 16, top: 16, bottom: 26 },
    xAxis: {
      type: 'time',
      axisTick: { show: false },
      axisLine: { lineStyle: { color: palette.line } },
      splitNumber: narrow ? 3 : 7,
      axisLabel: {
        color: palette.muted,
        hideOverlap: true,
        formatter: (instant: number) => format.shortDay(dayOf(instant)),
      },
    },
    yAxis: {
      type: 'value',
      min: 0,
      axisLabel: { color: palette.muted, formatter: format.integer },
      splitLine: { lineStyle: { color: palette.line } },
    },
    tooltip: {
      trigger: 'axis',
      confine: true,
      backgroundColor: palette.surface,
      borderColor: palette.line,
      textStyle: { color: palette.text, fontFamily: chartFont },
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
