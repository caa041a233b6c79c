import { useText } from '@/shared/i18n'
import type { Advice } from './queries'
import classes from './TermsSum.module.css'
import { termLines } from './terms'

/** Why so many: a sum that adds up, line by line, with the figures that it was computed with. */
export function TermsSum({ advice }: { advice: Advice }) {
  const { t, format } = useText()
  const { terms } = advice
  if (!terms) return null
  const days = {
    arrives: format.weekday(advice.arrives_on),
    next: format.weekday(advice.next_arrives_on),
    level: format.percent(terms.alpha),
  }
  const figure = (units: number) =>
    units < 0 ? `−${format.quantity(-units, advice.unit)}` : format.quantity(units, advice.unit)
  return (
    <table className={classes.sum} aria-label={t('reorder.sum')}>
      <tbody>
        {termLines(terms).map(({ key, units, kind, limit }) => (
          <tr key={key} className={kind === 'term' ? undefined : classes.total}>
            <th scope="row">
              {kind === 'step'
                ? t(`reorder.steps.${key as 'order_multiple'}`, {
                    limit: format.quantity(limit ?? 0, advice.unit),
                  })
                : t(`reorder.terms.${key as 'on_hand'}`, days)}
            </th>
            <td>{kind === 'term' ? figure(units) : `= ${figure(units)}`}</td>
          </tr>
        ))}
        <tr className={classes.total}>
          <th scope="row">{t('reorder.orderRow')}</th>
          <td>{figure(advice.quantity)}</td>
        </tr>
      </tbody>
    </table>
  )
}
