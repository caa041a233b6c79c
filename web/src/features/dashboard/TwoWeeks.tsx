import { Skeleton, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { addDays, dayToDate } from '@/shared/day'
import { useText } from '@/shared/i18n'
import { useToday } from '@/shared/shop/use-shop'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import classes from './Dashboard.module.css'
import { lastDays } from './days'
import { DAYS_BACK } from './expected'
import { expectedTodayQuery, summaryQuery } from './queries'

/** Fourteen bars, and the same in a sentence; behind today's what the whole day is expected to be. */
export function TwoWeeks() {
  const { t, format } = useText()
  const today = useToday()
  const days = lastDays(14, today)
  const found = useQuery(summaryQuery(addDays(today, -DAYS_BACK), today))
  const { data: forecast } = useQuery(expectedTodayQuery)
  const expected = forecast?.day === today ? Math.round(forecast.units ?? 0) : 0
  const summary = found.data?.days
  const sold = new Map(summary?.map((row) => [row.day, row.quantity]))
  const bars = days.map((day) => ({ day, quantity: sold.get(day) ?? 0 }))
  const total = bars.reduce((sum, { quantity }) => sum + quantity, 0)
  const best = bars.reduce((a, b) => (b.quantity > a.quantity ? b : a), bars[0] ?? noDay)
  const highest = Math.max(best.quantity, expected, 1)
  const sentence =
    total === 0
      ? t('dashboard.twoWeeksEmpty')
      : t('dashboard.twoWeeksSummary', { count: total, day: format.weekday(best.day) })
  return (
    <section className={`panel ${classes.card} ${classes.chart}`}>
      <Title order={2} fz={16}>
        {t('dashboard.twoWeeks')}
      </Title>
      {found.isError ? (
        <ProblemAlert failure={found.error} onRetry={() => void found.refetch()} />
      ) : summary ? (
        <>
          <Text size="sm" c="dimmed">
            {sentence}
            {expected > 0
              ? ` ${t('dashboard.todayOf', {
                  sold: format.quantity(sold.get(today) ?? 0),
                  expected: format.integer(expected),
                })}`
              : ''}
          </Text>
          <div className={classes.bars} aria-hidden="true">
            {bars.map(({ day, quantity }) => (
              <div
                key={day}
                className={classes.day}
                title={`${format.weekday(day)}: ${format.quantity(quantity)}`}
              >
                <div className={classes.column}>
                  {day === today && expected > quantity ? (
                    <div
                      className={classes.expected}
                      style={{ height: `${(100 * expected) / highest}%` }}
                    />
                  ) : null}
                  <div
                    className={classes.bar}
                    style={{ height: `${(100 * quantity) / highest}%` }}
                  />
                </div>
                {dayToDate(day).getUTCDate()}
              </div>
            ))}
          </div>
        </>
      ) : (
        <Skeleton height={110} mt="sm" />
      )}
    </section>
  )
}

const noDay = { day: '1970-01-01', quantity: 0 }
