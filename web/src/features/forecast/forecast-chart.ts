import { instantOf } from '@/shared/charts/days'
import type { Palette } from '@/shared/charts/palette'
import type { ChartLine, ChartSpec, Point } from '@/shared/charts/spec'
import { addDays } from '@/shared/day'
import type { Format } from '@/shared/format'
import { type Mark, marksWithin, shadesOf } from './marks'

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

/** `inView`: how many points of history are shown at first. */
type Look = { words: ChartWords; format: Format; palette: Palette; inView: number }

/** The lines stay legible on what is shaded. */
const MARK_OPACITY = 0.45
/** So many expected days have a dot each. */
const MOST_DOTS = 14

/** History, forecast and its ranges over one time axis, with a line at today. */
export function forecastChart(figures: ForecastFigures, look: Look): ChartSpec {
  const { history, dates, bands, today, marks = [] } = figures
  const { words, format, palette } = look
  return {
    format,
    palette,
    lines: lines(figures, look),
    bands: bands.map(({ lower, upper }, index) => ({
      color: palette.bands[index] ?? palette.bands[0],
      points: dates.map((day, i) => [instantOf(day), lower[i] ?? 0, upper[i] ?? 0]),
    })),
    shades: shadesOf(marks, history[0]?.day ?? dates[0] ?? '', MARK_OPACITY),
    verticals: [{ instant: instantOf(today), word: words.today }],
    ...viewOf(figures, look),
    tooltip: tooltipLines(figures, words, format),
  }
}

/** What was sold lately, and all that is expected. */
function viewOf({ history, dates }: ForecastFigures, { inView }: Look): Pick<ChartSpec, 'view'> {
  const first = history.at(-inView)?.day ?? history[0]?.day ?? dates[0]
  const last = dates.at(-1)
  return first && last ? { view: [instantOf(first), instantOf(last)] } : {}
}

/** What people look for is drawn last, over everything else. */
function lines(figures: ForecastFigures, { words, palette }: Look): ChartLine[] {
  const { history, dates, expected, baseline, lastYear } = figures
  const sold = (points: typeof history) =>
    points.map(({ day, quantity }): Point => [instantOf(day), quantity])
  const ahead = (values: readonly number[]) =>
    dates.map((day, i): Point => [instantOf(day), values[i] ?? 0])
  const drawn: (ChartLine | false | undefined | null)[] = [
    { name: words.sold, color: palette.history, width: 1.5, points: sold(history) },
    lastYear && {
      name: words.lastYear,
      color: palette.muted,
      width: 1.5,
      stroke: 'dotted',
      points: sold(lastYear),
    },
    baseline && {
      name: words.baseline,
      color: palette.muted,
      width: 1.5,
      stroke: 'dashed',
      points: ahead(baseline),
    },
    {
      name: words.expected,
      color: palette.forecast,
      width: 2.5,
      ...(dates.length <= MOST_DOTS ? { dots: 5 } : {}),
      points: ahead(expected),
    },
  ]
  return drawn.filter((line) => !!line)
}

/** One line per quantity that people know; the edges of ranges stay out of it. */
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
