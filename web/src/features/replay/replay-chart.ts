import { instantOf } from '@/shared/charts/days'
import type { Palette } from '@/shared/charts/palette'
import type { ChartLine, ChartSpec, TooltipLine } from '@/shared/charts/spec'
import { addDays, daysBetween } from '@/shared/day'
import type { Format } from '@/shared/format'
import { type ReplayResult, type Rule, rules } from './queries'

/** Stock under each rule, and as it was. */
export type Line = Rule | 'happened'

type Look = { names: Record<Line, string>; format: Format; palette: Palette; labelled: Labelled }
/** French puts a space before the colon. */
type Labelled = (label: string, value: string) => string

export const lineOf = (palette: Palette) =>
  ({
    advice: { color: palette.forecast, stroke: 'solid' },
    happened: { color: palette.text, stroke: 'dotted' },
    min_max: { color: palette.history, stroke: 'solid' },
    cover_days: { color: palette.muted, stroke: 'dashed' },
  }) satisfies Record<Line, Pick<ChartLine, 'color' | 'stroke'>>

/** What there is to draw: what happened only where the stock of then is known. */
export const linesOf = ({ stock }: ReplayResult): Line[] =>
  stock.happened ? [...rules, 'happened'] : [...rules]

/** Units in stock at the end of each day, under each rule and as it was. */
export function replayChart(result: ReplayResult, look: Look): ChartSpec {
  const { palette, format, names } = look
  const at = (n: number) => instantOf(addDays(result.replay.first_day, n))
  const drawn = lineOf(palette)
  return {
    format,
    palette,
    lines: linesOf(result).map((line) => ({
      name: names[line],
      ...drawn[line],
      width: line === 'advice' || line === 'happened' ? 2.5 : 1.5,
      points: (result.stock[line] ?? []).map((units, n) => [at(n), units]),
    })),
    tooltip: stockLines(result, look),
  }
}

/** What was there at the end of a day, under each rule and as it was. */
export function stockLines(result: ReplayResult, { palette, format, names, labelled }: Look) {
  const drawn = lineOf(palette)
  return (day: string): TooltipLine[] => [
    format.weekday(day),
    ...linesOf(result).flatMap((line) => {
      const units = result.stock[line]?.[daysBetween(result.replay.first_day, day)]
      if (units === undefined) return []
      return { color: drawn[line].color, text: labelled(names[line], format.integer(units)) }
    }),
  ]
}
