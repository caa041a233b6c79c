import { Text, Title } from '@mantine/core'
import { useMemo } from 'react'
import type { ForecastForecastOut, ForecastSeriesOut } from '@/api/gen/types.gen'
import { useText } from '@/shared/i18n'
import { type Column, DataTable, type PhoneRow } from '@/shared/ui/DataTable'
import classes from './ForecastPage.module.css'
import type { Mark } from './marks'
import { type Effect, promotionEffects } from './promotions'
import { expectedDigits } from './summary'

type Props = {
  history: ForecastSeriesOut['points']
  forecast: ForecastForecastOut
  marks: readonly Mark[]
}

/** What promotions of the product changed, and what those to come are expected to change. */
export function Promotions({ history, forecast, marks }: Props) {
  const { t, format } = useText()
  const effects = useMemo(
    () =>
      promotionEffects({
        history,
        dates: forecast.dates,
        expected: forecast.baseline ?? forecast.forecast,
        marks,
        factor: forecast.model.promotion?.factor ?? 1,
      }),
    [history, forecast, marks],
  )
  if (effects.length === 0) return null
  const units = (value: number) =>
    format.decimal(value, expectedDigits(forecast.quantity_decimals, value)) +
    format.unitSuffix(forecast.unit)
  const days = ({ first_day, last_day }: Effect) =>
    first_day === last_day
      ? format.day(first_day)
      : t('common.period', { from: format.day(first_day), to: format.day(last_day) })
  const times = ({ withIt, without }: Effect) =>
    without > 0 ? t('forecast.times', { factor: format.decimal(withIt / without) }) : '–'
  const withIt = (row: Effect) =>
    row.coming
      ? t('forecast.willSell', { units: units(row.withIt) })
      : t('forecast.hasSold', { units: units(row.withIt) })
  const columns: Column<Effect>[] = [
    { key: 'name', title: t('calendar.kinds.promotion'), cell: ({ name }) => name },
    { key: 'days', title: t('calendar.days'), cell: days },
    { key: 'without', title: t('forecast.without'), end: true, cell: (row) => units(row.without) },
    { key: 'with', title: t('forecast.withIt'), end: true, cell: withIt },
    { key: 'times', title: t('forecast.effect'), end: true, cell: times },
  ]
  const phoneRow = (row: Effect): PhoneRow => ({
    title: row.name,
    value: <strong>{times(row)}</strong>,
    detail: days(row),
    extra: t('forecast.beforeAfter', { without: units(row.without), withIt: units(row.withIt) }),
  })
  return (
    <section aria-labelledby="promotions" className={classes.overrides}>
      <Title order={2} id="promotions" fz={18}>
        {t('forecast.promotions')}
      </Title>
      <Text c="dimmed" size="sm" mb="sm">
        {t('forecast.promotionsExplained')}
      </Text>
      <div className="panel">
        <DataTable
          label={t('forecast.promotions')}
          rows={effects}
          columns={columns}
          rowKey={(row) => `${row.first_day} ${row.name} ${row.coming}`}
          phone={phoneRow}
        />
      </div>
    </section>
  )
}
