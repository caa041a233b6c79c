import type { Palette } from '@/shared/charts/palette'
import classes from './ForecastPage.module.css'
import type { ChartWords } from './forecast-chart'
import { MarkLegend } from './MarkLegend'
import type { Mark } from './marks'

type Props = {
  words: ChartWords
  palette: Palette
  levels: readonly number[]
  /** Whether the model's own line is drawn too. */
  baseline: boolean
  /** Whether what was sold a year before is drawn. */
  lastYear: boolean
  marks: readonly Mark[]
}

/** As it is drawn: a narrow range lies upon the wide one. */
const areaOf = ({ bands: [wide, narrow] }: Palette, index: number) =>
  index === 0 ? wide : `linear-gradient(${narrow}, ${narrow}) ${wide}`

/** Text of the page instead of the canvas: it wraps, scales and can be read aloud. */
export function Legend({ words, palette, levels, baseline, lastYear, marks }: Props) {
  return (
    <ul className={classes.legend}>
      <li>
        <span className={classes.line} style={{ borderColor: palette.history }} />
        {words.sold}
      </li>
      <li>
        <span className={classes.line} style={{ borderColor: palette.forecast }} />
        {words.expected}
      </li>
      {baseline ? (
        <li>
          <span
            className={classes.line}
            style={{ borderColor: palette.muted, borderTopStyle: 'dashed' }}
          />
          {words.baseline}
        </li>
      ) : null}
      {lastYear ? (
        <li>
          <span
            className={classes.line}
            style={{ borderColor: palette.muted, borderTopStyle: 'dotted' }}
          />
          {words.lastYear}
        </li>
      ) : null}
      {levels.map((level, index) => (
        <li key={level}>
          <span className={classes.area} style={{ background: areaOf(palette, index) }} />
          {words.band(level)}
        </li>
      ))}
      <MarkLegend marks={marks} />
    </ul>
  )
}
