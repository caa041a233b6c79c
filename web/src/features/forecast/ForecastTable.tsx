import type { ForecastForecastOut } from '@/api/gen/types.gen'
import { useText } from '@/shared/i18n'
import { type Column, DataTable, type PhoneRow } from '@/shared/ui/DataTable'
import classes from './ForecastPage.module.css'
import type { Band } from './forecast-chart'
import { expectedDigits, meanOf } from './summary'

type Props = { forecast: ForecastForecastOut; bands: readonly Band[] }
type Row = { day: string; expected: number; ranges: { level: number; text: string }[] }

/** The same figures for those who would rather read them, or copy them. */
export function ForecastTable({ forecast, bands }: Props) {
  const { t, format } = useText()
  const digits = expectedDigits(forecast.quantity_decimals, meanOf(forecast.forecast))
  const units = (value: number) => format.decimal(value, digits)
  const rows: Row[] = forecast.dates.map((day, i) => ({
    day,
    expected: forecast.forecast[i] ?? 0,
    ranges: bands.map(({ level, lower, upper }) => ({
      level,
      text: `${units(lower[i] ?? 0)} – ${units(upper[i] ?? 0)}`,
    })),
  }))
  const band = (level: number) => t('forecast.band', { level: format.percent(level) })
  const columns: Column<Row>[] = [
    { key: 'day', title: t('forecast.day'), cell: (row) => format.weekday(row.day) },
    {
      key: 'expected',
      title: t('forecast.expected'),
      end: true,
      cell: (row) => units(row.expected),
    },
    ...bands.map(({ level }, index) => ({
      key: String(level),
      title: band(level),
      end: true,
      cell: (row: Row) => row.ranges[index]?.text,
    })),
  ]
  const phoneRow = (row: Row): PhoneRow => ({
    title: format.weekday(row.day),
    value: <strong>{units(row.expected)}</strong>,
    detail: row.ranges[0] ? band(row.ranges[0].level) : '',
    extra: row.ranges[0]?.text,
  })
  return (
    <details className={`panel ${classes.figures}`}>
      <summary>{t('forecast.table')}</summary>
      <DataTable
        label={t('forecast.table')}
        rows={rows}
        columns={columns}
        rowKey={(row) => row.day}
        phone={phoneRow}
      />
    </details>
  )
}
