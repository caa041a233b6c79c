import { Text } from '@mantine/core'
import type { ForecastTotalForecastOut } from '@/api/gen/types.gen'
import { useText } from '@/shared/i18n'

type Props = {
  total: Pick<ForecastTotalForecastOut, 'horizon_days' | 'unit' | 'total' | 'level' | 'products'>
}

/** What is expected of all products together, how surely, and of how many. */
export function TotalSentences({ total }: Props) {
  const { t, format } = useText()
  const { horizon_days: count, unit, products, level } = total
  const { expected, lower, upper } = total.total
  return (
    <>
      <Text fw={600} fz="lg">
        {t('totals.summary', {
          count,
          total: format.integer(expected),
          unit: t(`totals.units.${unit}`),
          perDay: format.decimal(expected / count),
        })}
      </Text>
      <Text c="dimmed">
        {t('totals.range', {
          level: format.percent(level),
          lower: format.integer(lower),
          upper: format.integer(upper),
        })}{' '}
        {t('totals.products', { count: products })}
      </Text>
    </>
  )
}
