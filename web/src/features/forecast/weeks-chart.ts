import { instantOf } from '@/shared/charts/days'
import type { Palette } from '@/shared/charts/palette'
import type { ChartLine, ChartSpec } from '@/shared/charts/spec'
import { addDays } from '@/shared/day'
import type { Format } from '@/shared/format'
import type { Product } from '@/shared/products'
import { type Mark, marksWithin, shadesOf } from './marks'
import type { Week } from './weeks'

export type WeekWords = {
  sold: string
  expected: string
  week: (start: string) => string
  event: (event: Mark) => string
  /** French puts a space before the colon. */
  labelled: (label: string, value: string) => string
}

export type WeeksLook = {
  words: WeekWords
  format: Format
  palette: Palette
  unit: Product['unit']
}

export type WeeksFigures = {
  sold: readonly Week[]
  ahead: readonly Week[]
  events: readonly Mark[]
}

/** Two years of whole weeks, the weeks to come, and what happened in them. */
export function weeksChart(figures: WeeksFigures, look: WeeksLook): ChartSpec {
  const { words, format, palette } = look
  const { sold, ahead, events } = figures
  const line = (name: string, weeks: readonly Week[], color: string): ChartLine => ({
    name,
    color,
    width: 2,
    points: weeks.map(({ start, quantity }) => [instantOf(start), quantity]),
  })
  // The forecast goes on from what was sold last.
  const joined = ahead.length > 0 ? [...sold.slice(-1), ...ahead] : []
  return {
    format,
    palette,
    lines: [
      line(words.sold, sold, palette.history),
      line(words.expected, joined, palette.forecast),
    ],
    shades: shadesOf(events, sold[0]?.start ?? ahead[0]?.start ?? ''),
    tooltip: weekLines(figures, look),
  }
}

/** What is to say of the week that begins on a day. */
export function weekLines({ sold, ahead, events }: WeeksFigures, look: WeeksLook) {
  const { words, format, unit } = look
  const of = (weeks: readonly Week[], start: string) =>
    weeks.find((week) => week.start === start)?.quantity
  return (start: string): string[] => {
    const [was, willBe] = [of(sold, start), of(ahead, start)]
    const end = addDays(start, 6)
    return [
      words.week(start),
      ...(was === undefined ? [] : [words.labelled(words.sold, format.quantity(was, unit))]),
      ...(willBe === undefined
        ? []
        : [words.labelled(words.expected, format.decimal(willBe) + format.unitSuffix(unit))]),
      ...marksWithin(events, start, end).map(words.event),
    ]
  }
}
