import type { EChartsCoreOption } from 'echarts/core'
import { chartFont, type Palette } from '@/shared/charts/palette'
import { addDays } from '@/shared/day'
import type { Format } from '@/shared/format'
import { type Mark, markArea, marksWithin } from './marks'

export type Band = { level: number; lower: readonly number[]; upper: readonly number[] }

export type ForecastFigures = {
  history: readonly { day: string; quantity: number }[]
  dates: readonly string[]
  expected: readonly number[]
  /** What the model alone expects, where a planner says otherwise. */
  baseline: readonly number[] | null
  /** Wide band first. */
  bands: readonly Band[]
  today: string
  /** Decimals of what is expected. */
  digits: number
  /** Each figure is of the week that begins on its day. */
  weekly?: boolean
  /** What was sold 52 weeks before. */
  lastYear?: readonly { day: string; quantity: number }[]
  /** Days that are shaded. */
  marks?: readonly Mark[]
}

export type ChartWords = {
  sold: string
  expected: string
  baseline: string
  today: string
  band: (level: number) => string
  lastYear: string
  week: (monday: string) => string
  mark: (mark: Mark) => string
  /** French puts a space before the colon. */
  labelled: (label: string, value: string) => string
}

type Look = { words: ChartWords; format: Format; palette: Palette; narrow: boolean }

/** Days and weeks of history shown at first; the slider has the rest. */
const IN_VIEW = { wide: 90, narrow: 42 }
const WEEKS_IN_VIEW = { wide: 52, narrow: 26 }
/** The lines stay legible on what is shaded. */
const MARK_OPACITY = 0.45
const at = (day: string) => Date.parse(`${day}T00:00:00Z`)
const dayOf = (instant: number) => new Date(instant).toISOString().slice(0, 10)

/** History, forecast and its ranges over one time axis, with a line at today. */
export function forecastChart(figures: ForecastFigures, look: Look): EChartsCoreOption {
  const { palette, narrow } = look
  return {
    // Days are UTC midnights; without this, 1 June reads 31 May west of Greenwich.
    useUTC: true,
    animationDuration: 250,
    textStyle: { fontFamily: chartFont, color: palette.text },
    grid: { left: narrow ? 34 : 48, right: narrow ? 12 : 20, top: 26, bottom: 78 },
    xAxis: timeAxis(look),
    yAxis: {
      type: 'value',
      min: 0,
      minInterval: 1,
      splitNumber: narrow ? 3 : 5,
      axisLabel: { color: palette.muted, formatter: look.format.integer },
      splitLine: { lineStyle: { color: palette.line } },
    },
    tooltip: tooltip(figures, look),
    dataZoom: zoom(figures, look),
    series: series(figures, look),
  }
}

function timeAxis({ palette, format, narrow }: Look) {
  return {
    type: 'time',
    axisLine: { lineStyle: { color: palette.line } },
    axisTick: { show: false },
    splitNumber: narrow ? 3 : 7,
    axisLabel: {
      color: palette.muted,
      hideOverlap: true,
      formatter: (instant: number) => format.shortDay(dayOf(instant)),
    },
  }
}

function zoom({ history, dates, weekly }: ForecastFigures, { palette, format, narrow }: Look) {
  const inView = weekly ? WEEKS_IN_VIEW : IN_VIEW
  const points = narrow ? inView.narrow : inView.wide
  const first = history.at(-points)?.day ?? history[0]?.day ?? dates[0]
  const last = dates.at(-1)
  const range = first && last ? { startValue: at(first), endValue: at(last) } : {}
  return [
    // The wheel scrolls the page, as everywhere; two fingers or Ctrl zoom.
    { type: 'inside', ...range, zoomOnMouseWheel: 'ctrl', moveOnMouseWheel: false },
    {
      type: 'slider',
      ...range,
      height: 26,
      bottom: 12,
      borderColor: palette.line,
      fillerColor: palette.bands[0],
      handleStyle: { color: palette.surface, borderColor: palette.muted },
      moveHandleStyle: { color: palette.muted, opacity: 0.5 },
      emphasis: {
        handleStyle: { color: palette.surface, borderColor: palette.forecast },
        moveHandleStyle: { color: palette.forecast },
      },
      textStyle: { color: palette.muted },
      labelFormatter: (instant: number) => format.shortDay(dayOf(instant)),
      dataBackground: {
        lineStyle: { color: palette.muted, width: 1 },
        areaStyle: { color: palette.line },
      },
      selectedDataBackground: {
        lineStyle: { color: palette.forecast, width: 1 },
        areaStyle: { color: palette.bands[0] },
      },
    },
  ]
}

function series(figures: ForecastFigures, look: Look) {
  const { history, dates, expected, baseline, bands, today, marks = [], lastYear } = figures
  const { words, palette } = look
  const quiet = { type: 'line', symbol: 'none', silent: true, lineStyle: { width: 0 } } as const
  return [
    // First, because the slider previews the first series.
    {
      name: words.sold,
      type: 'line',
      symbol: 'none',
      sampling: 'lttb',
      lineStyle: { color: palette.history, width: 1.5 },
      itemStyle: { color: palette.history },
      data: history.map(({ day, quantity }) => [at(day), quantity]),
      markLine: {
        silent: true,
        symbol: 'none',
        label: { formatter: words.today, color: palette.muted, position: 'end' },
        lineStyle: { color: palette.muted, type: 'dashed', width: 1 },
        data: [{ xAxis: at(today) }],
      },
      markArea: markArea(marks, history[0]?.day ?? dates[0] ?? '', MARK_OPACITY),
    },
    ...(lastYear
      ? [
          {
            name: words.lastYear,
            type: 'line',
            symbol: 'none',
            silent: true,
            sampling: 'lttb',
            lineStyle: { color: palette.muted, width: 1.2, type: 'dotted' },
            itemStyle: { color: palette.muted },
            data: lastYear.map(({ day, quantity }) => [at(day), quantity]),
          },
        ]
      : []),
    // A range is an invisible line with its height stacked on top.
    ...bands.flatMap((band, index) => [
      {
        ...quiet,
        name: `from ${band.level}`,
        stack: `band ${band.level}`,
        data: dates.map((day, i) => [at(day), band.lower[i] ?? 0]),
      },
      {
        ...quiet,
        name: `to ${band.level}`,
        stack: `band ${band.level}`,
        areaStyle: { color: palette.bands[index] ?? palette.bands[0] },
        data: dates.map((day, i) => [at(day), (band.upper[i] ?? 0) - (band.lower[i] ?? 0)]),
      },
    ]),
    ...(baseline
      ? [
          {
            name: words.baseline,
            type: 'line',
            symbol: 'none',
            lineStyle: { color: palette.muted, width: 1.5, type: 'dashed' },
            itemStyle: { color: palette.muted },
            data: dates.map((day, i) => [at(day), baseline[i] ?? 0]),
          },
        ]
      : []),
    {
      name: words.expected,
      type: 'line',
      symbol: dates.length <= 14 ? 'circle' : 'none',
      symbolSize: 5,
      lineStyle: { color: palette.forecast, width: 2.5 },
      itemStyle: { color: palette.forecast },
      data: dates.map((day, i) => [at(day), expected[i] ?? 0]),
    },
  ]
}

function tooltip(figures: ForecastFigures, { palette, words, format }: Look) {
  const lines = tooltipLines(figures, words, format)
  return {
    trigger: 'axis',
    confine: true,
    backgroundColor: palette.surface,
    borderColor: palette.line,
    textStyle: { color: palette.text, fontFamily: chartFont },
    axisPointer: { lineStyle: { color: palette.muted } },
    formatter: (points: { axisValue: number }[]) => {
      const instant = points[0]?.axisValue
      return instant === undefined ? '' : lines(dayOf(instant)).join('<br>')
    },
  }
}

/** One line per quantity that people know; the helper series stay out of it. */
export function tooltipLines(figures: ForecastFigures, words: ChartWords, format: Format) {
  const sold = new Map(figures.history.map(({ day, quantity }) => [day, quantity]))
  const index = new Map(figures.dates.map((day, i) => [day, i]))
  const before = new Map(figures.lastYear?.map(({ day, quantity }) => [day, quantity]))
  const { weekly, marks = [] } = figures
  const units = (value: number) => format.decimal(value, figures.digits)
  return (day: string): string[] => [
    weekly ? words.week(day) : format.weekday(day),
    ...figuresOf(day),
    ...marksWithin(marks, day, weekly ? addDays(day, 6) : day).map(words.mark),
  ]

  function figuresOf(day: string): string[] {
    const lines: string[] = []
    const yearAgo = before.get(day)
    const quantity = sold.get(day)
    if (quantity !== undefined) lines.push(words.labelled(words.sold, format.quantity(quantity)))
    if (yearAgo !== undefined) lines.push(words.labelled(words.lastYear, format.quantity(yearAgo)))
    const i = index.get(day)
    if (i === undefined) return lines
    lines.push(words.labelled(words.expected, units(figures.expected[i] ?? 0)))
    const model = figures.baseline?.[i]
    if (model !== undefined) lines.push(words.labelled(words.baseline, units(model)))
    for (const { level, lower, upper } of figures.bands) {
      const range = `${units(lower[i] ?? 0)}–${units(upper[i] ?? 0)}`
      lines.push(words.labelled(words.band(level), range))
    }
    return lines
  }
}
