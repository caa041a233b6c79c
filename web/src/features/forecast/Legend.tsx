import type { Palette } from '@/shared/charts/palette'
import type { ChartWords } from './chart-option'
import classes from './ForecastPage.module.css'

type Props = { words: ChartWords; palette: Palette; levels: readonly number[] }

/** Text of the page instead of the canvas: it wraps, scales and can be read aloud. */
export function Legend({ words, palette, levels }: Props) {
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
      {levels.map((level, index) => (
        <li key={level}>
          <span className={classes.area} style={{ background: palette.bands[index] }} />
          {words.band(level)}
        </li>
      ))}
    </ul>
  )
}
