import type { EChartsCoreOption } from 'echarts/core'
import type { Format } from '../format'
import { chartFont, type Palette } from './palette'

/** A day, `YYYY-MM-DD`, as an instant on the axis, and back. */
export const instantOf = (day: string) => Date.parse(`${day}T00:00:00Z`)
export const dayOf = (instant: number) => new Date(instant).toISOString().slice(0, 10)

type Options = {
  palette: Palette
  format: Format
  /** Labels of days, at about this many places. */
  labels: number
  /** Room for the units at the left, and above for what is marked. */
  left: number
  top: number
}

/** What charts of units by day have in common: days below, units from zero, a quiet tooltip. */
export function dayFrame({ palette, format, labels, left, top }: Options) {
  return {
    useUTC: true,
    animationDuration: 250,
    textStyle: { fontFamily: chartFont, color: palette.text },
    grid: { left, right: 16, top, bottom: 26 },
    xAxis: {
      type: 'time',
      axisTick: { show: false },
      axisLine: { lineStyle: { color: palette.line } },
      splitNumber: labels,
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
      confine: true,
      backgroundColor: palette.surface,
      borderColor: palette.line,
      textStyle: { color: palette.text, fontFamily: chartFont },
    },
  } satisfies EChartsCoreOption
}
