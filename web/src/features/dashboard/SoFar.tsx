import { useQuery } from '@tanstack/react-query'
import { addDays } from '@/shared/day'
import { useText } from '@/shared/i18n'
import { useToday } from '@/shared/shop/use-shop'
import { useTax } from '@/shared/shop/use-tax'
import { TextLink } from '@/shared/ui/links'
import { DAYS_BACK, expectedByNow } from './expected'
import { Figure } from './Figure'
import { expectedTodayQuery, summaryQuery } from './queries'

/** Today's takings beside what was to be expected by this hour, never beside a whole day. */
export function SoFar() {
  const { t, format } = useText()
  const today = useToday()
  const taxed = useTax()
  const from = addDays(today, -DAYS_BACK)
  const whole = useQuery(summaryQuery(from, today))
  const soFar = useQuery(summaryQuery(from, today, true))
  const forecast = useQuery(expectedTodayQuery)
  const sold = whole.data?.days.find(({ day }) => day === today)
  const units = forecast.data?.day === today ? forecast.data.units : null
  const expected =
    whole.data && soFar.data && units !== null
      ? expectedByNow(today, units, whole.data.days, soFar.data.days)
      : null
  return (
    <Figure
      title={taxed(t('dashboard.soFar'))}
      // What is expected may be away: what was sold is not.
      from={[whole]}
      value={
        <TextLink to="/sales" search={{ from: today, to: today }} inherit c="inherit">
          {format.money(sold?.revenue ?? 0)}
        </TextLink>
      }
      note={[
        expected
          ? t('dashboard.expectedByNow', {
              amount: format.money(Math.round(expected.revenue)),
              time: format.time(new Date().toISOString()),
            })
          : null,
        t('dashboard.sales', { count: sold?.sales ?? 0 }),
      ]
        .filter(Boolean)
        .join(' · ')}
    />
  )
}
