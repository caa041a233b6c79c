import { Skeleton, Text, Title } from '@mantine/core'
import type { SalesDayOut } from '@/api/gen/types.gen'
import { dayToDate } from '@/shared/day'
import { useText } from '@/shared/i18n'
import classes from './Dashboard.module.css'

type Props = { days: readonly string[]; summary: readonly SalesDayOut[] | undefined }

/** Fourteen bars, and the same in a sentence. */
export function TwoWeeks({ days, summary }: Props) {
  const { t, format } = useText()
  const sold = new Map(summary?.map((row) => [row.day, row.quantity]))
  const bars = days.map((day) => ({ day, quantity: sold.get(day) ?? 0 }))
  const total = bars.reduce((sum, { quantity }) => sum + quantity, 0)
  const best = bars.reduce((a, b) => (b.quantity > a.quantity ? b : a), bars[0] ?? noDay)
  const sentence =
    total === 0
      ? t('dashboard.twoWeeksEmpty')
      : t('dashboard.twoWeeksSummary', { count: total, day: format.weekday(best.day) })
  return (
    <section className={`panel ${classes.card} ${classes.chart}`}>
      <Title order={2} fz={16}>
        {t('dashboard.twoWeeks')}
      </Title>
      {summary ? (
        <>
          <Text size="sm" c="dimmed">
            {sentence}
          </Text>
          <div className={classes.bars} aria-hidden="true">
            {bars.map(({ day, quantity }) => (
              <div
                key={day}
                className={classes.day}
                title={`${format.weekday(day)}: ${format.quantity(quantity)}`}
              >
                <div className={classes.column}>
                  <div
                    className={classes.bar}
                    style={{ height: `${(100 * quantity) / Math.max(best.quantity, 1)}%` }}
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
