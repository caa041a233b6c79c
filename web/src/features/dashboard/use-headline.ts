import { useQuery } from '@tanstack/react-query'
import { inFirstHour } from '@/shared/first-hour'
import { useText } from '@/shared/i18n'
import { useDays } from '@/shared/use-days'
import { useUser } from '@/shared/user'
import { adviceSummaryQuery } from './queries'

const WEEK = 7

/** What to do now, in a sentence; a greeting alone while that is not known. */
export function useHeadline(): string {
  const { t, format } = useText()
  const { user } = useUser()
  const { today, near } = useDays()
  const { data } = useQuery(adviceSummaryQuery)
  const hello = user ? t('dashboard.hello', { name: user.name }) : ''
  if (!data) return hello
  const risk = data.money_at_risk_per_day
  const said =
    data.late > 0
      ? risk
        ? t('dashboard.runOutFor', { count: data.late, amount: format.money(risk * WEEK) })
        : t('dashboard.runOut', { count: data.late })
      : data.suggested > 0 && data.first_order_by
        ? t('dashboard.orderBy', {
            count: data.suggested,
            day: near(data.first_order_by < today ? today : data.first_order_by),
          })
        : // Of a shop that has nothing yet nothing can be said.
          inFirstHour()
          ? ''
          : t('reorder.nothing')
  return `${hello} ${said}`
}
