import { Alert, Text, useComputedColorScheme } from '@mantine/core'
import { useMemo } from 'react'
import type { ForecastForecastOut, ForecastSeriesOut } from '@/api/gen/types.gen'
import { Chart } from '@/shared/charts/Chart'
import { paletteFor } from '@/shared/charts/palette'
import { useText } from '@/shared/i18n'
import type { Product } from '@/shared/products'
import { useToday } from '@/shared/shop/use-shop'
import { usePhone } from '@/shared/ui/use-phone'
import { forecastChart } from './chart-option'
import { DataEnd } from './DataEnd'
import classes from './ForecastPage.module.css'
import { ForecastTable } from './ForecastTable'
import { Legend } from './Legend'
import { bandsOf } from './queries'
import { SuspiciousDays } from './SuspiciousDays'
import { expectedDigits } from './summary'
import { useSummaryText } from './use-summary-text'

type Props = {
  product: Product
  series: ForecastSeriesOut
  forecast: ForecastForecastOut
  stale: boolean
  /** As of a past day, which somebody has asked for. */
  past: boolean
}

/** The forecast three times over: in words, as a chart, as a table. */
export function ForecastFigures({ product, series, forecast, stale, past }: Props) {
  const { t, format } = useText()
  const today = useToday()
  const narrow = usePhone()
  const scheme = useComputedColorScheme('light')
  const bands = useMemo(() => bandsOf(forecast), [forecast])
  const sentences = useSummaryText(product, series.points, forecast)
  const figures = useMemo(
    () => ({
      history: series.points,
      dates: forecast.dates,
      expected: forecast.forecast,
      baseline: forecast.baseline,
      bands,
      today,
      digits: expectedDigits(forecast.quantity_decimals),
    }),
    [series, forecast, bands, today],
  )
  const words = useMemo(
    () => ({
      sold: t('forecast.sold'),
      expected: t('forecast.expected'),
      baseline: t('forecast.baseline'),
      today: t('forecast.today'),
      band: (level: number) => t('forecast.band', { level: format.percent(level) }),
      labelled: (label: string, value: string) => t('common.labelled', { label, value }),
    }),
    [t, format],
  )
  const palette = paletteFor(scheme)
  const option = useMemo(
    () => forecastChart(figures, { words, format, palette, narrow }),
    [figures, words, format, palette, narrow],
  )

  return (
    <div className={stale ? classes.stale : undefined} aria-busy={stale}>
      <section className={`panel ${classes.summary}`} aria-live="polite">
        {sentences.map((sentence, index) => (
          <Text key={sentence} {...(index === 0 ? { fw: 600, fz: 'lg' } : { c: 'dimmed' })}>
            {sentence}
          </Text>
        ))}
        <DataEnd forecast={forecast} past={past} />
        {past ? null : <SuspiciousDays product={product} days={forecast.suspicious_days} />}
        {forecast.model.reason ? (
          <Alert color="yellow" variant="light" mt="sm" py="xs">
            {t(`forecast.fallbacks.${forecast.model.reason}`)}
          </Alert>
        ) : null}
        {forecast.model.beaten_by_naive ? (
          <Alert color="yellow" variant="light" mt="sm" py="xs">
            {t('forecast.beaten')}
          </Alert>
        ) : null}
        {forecast.archived ? (
          <Alert color="gray" variant="light" mt="sm" py="xs">
            {t('forecast.archived')}
          </Alert>
        ) : null}
      </section>
      <section className={`panel ${classes.chart}`}>
        <Legend
          words={words}
          palette={palette}
          levels={bands.map(({ level }) => level)}
          baseline={forecast.baseline !== null}
        />
        <Chart
          option={option}
          label={`${t('forecast.chart', { name: product.name })}. ${sentences.join(' ')}`}
          height={narrow ? 320 : 400}
        />
      </section>
      <ForecastTable forecast={forecast} bands={bands} />
    </div>
  )
}
