import { Alert, Text, useComputedColorScheme } from '@mantine/core'
import { useMemo } from 'react'
import type { ForecastForecastOut, ForecastSeriesOut } from '@/api/gen/types.gen'
import { Chart } from '@/shared/charts/Chart'
import { paletteFor } from '@/shared/charts/palette'
import { localDay } from '@/shared/format'
import { useText } from '@/shared/i18n'
import type { Product } from '@/shared/products'
import { usePhone } from '@/shared/ui/use-phone'
import { forecastChart } from './chart-option'
import classes from './ForecastPage.module.css'
import { ForecastTable } from './ForecastTable'
import { Legend } from './Legend'
import { useSummaryText } from './use-summary-text'

type Props = {
  product: Product
  series: ForecastSeriesOut
  /** The widest range first; all for the same days. */
  forecasts: readonly [ForecastForecastOut, ...ForecastForecastOut[]]
  stale: boolean
}

/** The forecast three times over: in words, as a chart, as a table. */
export function ForecastFigures({ product, series, forecasts, stale }: Props) {
  const { t, format } = useText()
  const narrow = usePhone()
  const scheme = useComputedColorScheme('light')
  const [forecast] = forecasts
  const sentences = useSummaryText(product, series.points, forecast)
  const figures = useMemo(
    () => ({
      history: series.points,
      dates: forecasts[0].dates,
      expected: forecasts[0].forecast,
      baseline: forecasts[0].baseline,
      bands: forecasts,
      today: localDay(new Date()),
    }),
    [series, forecasts],
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
          levels={forecasts.map(({ level }) => level)}
          baseline={forecast.baseline !== null}
        />
        <Chart
          option={option}
          label={`${t('forecast.chart', { name: product.name })}. ${sentences.join(' ')}`}
          height={narrow ? 320 : 400}
        />
      </section>
      <ForecastTable forecasts={forecasts} />
    </div>
  )
}
