import { Alert, Text, useComputedColorScheme } from '@mantine/core'
import { useMemo } from 'react'
import type { ForecastTotalForecastOut } from '@/api/gen/types.gen'
import { Chart } from '@/shared/charts/Chart'
import { paletteFor } from '@/shared/charts/palette'
import { useText } from '@/shared/i18n'
import { useToday } from '@/shared/shop/use-shop'
import { usePhone } from '@/shared/ui/use-phone'
import classes from './ForecastPage.module.css'
import { forecastChart } from './forecast-chart'
import { bandsOf } from './queries'
import { expectedDigits, meanOf } from './summary'
import { TotalSentences } from './TotalSentences'
import { useChartWords } from './use-chart-words'

type Props = { total: ForecastTotalForecastOut; name: string; stale: boolean }

/** A total in words, and as a chart. */
export function TotalFigures({ total, name, stale }: Props) {
  const { t, format } = useText()
  const today = useToday()
  const narrow = usePhone()
  const palette = paletteFor(useComputedColorScheme('light'))
  const words = useChartWords()
  const spec = useMemo(
    () =>
      forecastChart(
        {
          history: [],
          dates: total.dates,
          expected: total.forecast,
          baseline: null,
          bands: bandsOf(total),
          today,
          digits: expectedDigits(total.unit === 'piece' ? 0 : 1, meanOf(total.forecast)),
        },
        {
          words,
          format,
          palette,
          // A total has no history to show.
          inView: 0,
        },
      ),
    [total, today, words, format, palette],
  )
  return (
    <div className={stale ? classes.stale : undefined} aria-busy={stale}>
      <section className={`panel ${classes.summary}`} aria-live="polite">
        <TotalSentences total={total} />
        {total.tested ? null : (
          <Alert color="gray" variant="light" mt="sm" py="xs">
            {t('totals.untested')}
          </Alert>
        )}
        {total.missing > 0 ? (
          <Alert color="yellow" variant="light" mt="sm" py="xs">
            {t('totals.missing', { count: total.missing })}
          </Alert>
        ) : null}
        {total.other_units.map(({ unit, products }) => (
          <Text key={unit} c="dimmed">
            {t('totals.otherUnit', { count: products, unit: t(`totals.units.${unit}`) })}
          </Text>
        ))}
      </section>
      <section className={`panel ${classes.chart}`}>
        <Chart spec={spec} label={t('totals.chart', { name })} height={narrow ? 260 : 320} />
      </section>
    </div>
  )
}
