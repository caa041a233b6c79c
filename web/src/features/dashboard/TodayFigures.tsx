import { Skeleton, Text } from '@mantine/core'
import type { SalesDayOut } from '@/api/gen/types.gen'
import { useText } from '@/shared/i18n'
import classes from './Dashboard.module.css'

type Props = { days: readonly string[]; summary: readonly SalesDayOut[] | undefined }

/** Sales, units and revenue of today, beside yesterday's whole day. */
export function TodayFigures({ days, summary }: Props) {
  const { t, format } = useText()
  const of = (day: string | undefined) => summary?.find((row) => row.day === day)
  const today = of(days.at(-1))
  const yesterday = of(days.at(-2))
  const figures = [
    { key: 'sales', now: today?.sales, before: yesterday?.sales, show: format.integer },
    { key: 'units', now: today?.quantity, before: yesterday?.quantity, show: format.quantity },
    { key: 'revenue', now: today?.revenue, before: yesterday?.revenue, show: format.money },
  ] as const
  return (
    <div className={`panel ${classes.figures}`}>
      {figures.map(({ key, now, before, show }) => (
        <div key={key} className={classes.figure}>
          <Text size="sm" c="dimmed">
            {t(`dashboard.${key}`)}
          </Text>
          {summary ? (
            <>
              <Text fz={{ base: 20, sm: 30 }} fw={680} lh={1.3} className={classes.value}>
                {show(now ?? 0)}
              </Text>
              <Text size="xs" c="dimmed">
                {t('dashboard.yesterday', { value: show(before ?? 0) })}
              </Text>
            </>
          ) : (
            <Skeleton height={28} mt={8} width="60%" />
          )}
        </div>
      ))}
    </div>
  )
}
