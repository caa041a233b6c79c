import type { Format } from '../format'
import type { Palette } from './palette'

/** The midnight in UTC with which a day begins, and a quantity. */
export type Point = readonly [instant: number, value: number]

export type ChartLine = {
  name: string
  points: readonly Point[]
  color: string
  width: number
  stroke?: 'solid' | 'dashed' | 'dotted'
  /** Diameter of a dot at each point. */
  dots?: number
}

export type ChartBand = {
  color: string
  points: readonly (readonly [instant: number, lower: number, upper: number])[]
}

/** Days that are shaded behind the lines. */
export type Shade = { from: number; to: number; color: string; opacity: number }

/** A line of the tooltip, with the colour of what it tells of where there are several. */
export type TooltipLine = string | { color: string; text: string }

/** Units by day, in our words: what draws it is known to one file alone. */
export type ChartSpec = {
  format: Format
  palette: Palette
  lines: readonly ChartLine[]
  /** Behind the lines, the widest first. */
  bands?: readonly ChartBand[]
  shades?: readonly Shade[]
  /** Dashed lines at a day, with a word above. */
  verticals?: readonly { instant: number; word: string }[]
  /** Dashed lines at a quantity, with a word on them. */
  horizontals?: readonly { value: number; word: string }[]
  /** What is in view at first; everything unless it is said. */
  view?: readonly [from: number, to: number]
  /** What is to say of a day. */
  tooltip: (day: string) => readonly TooltipLine[]
}
