import classes from './ForecastPage.module.css'
import { kindsOf, type Mark, markColours } from './marks'
import { useMarkKind } from './use-mark-text'

/** Items of a legend: the kinds of days that are shaded. */
export function MarkLegend({ marks }: { marks: readonly Mark[] }) {
  const kindText = useMarkKind()
  return kindsOf(marks).map((kind) => (
    <li key={kind}>
      <span className={classes.area} style={{ background: markColours[kind] }} />
      {kindText(kind)}
    </li>
  ))
}
