import { Alert, Text } from '@mantine/core'
import { useMemo } from 'react'
import type { ForecastForecastOut, ForecastSeriesOut } from '@/api/gen/types.gen'
import { useText } from '@/shared/i18n'
import type { Product } from '@/shared/products'
import { DataEnd } from './DataEnd'
import { ForecastChart } from './ForecastChart'
import classes from './ForecastPage.module.css'
import { ForecastTable } from './ForecastTable'
import { ProductAccuracy } from './ProductAccuracy'
import { Promotions } from './Promotions'
import { bandsOf } from './queries'
import { SuspiciousDays } from './SuspiciousDays'
import { useReasonText, useSoldToday } from './use-first-sales'
import { useMarks } from './use-marks'
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
  const { t } = useText()
  const bands = useMemo(() => bandsOf(forecast), [forecast])
  const marks = useMarks(product, series.points)
  const soldToday = useSoldToday(product.id, series.points.length === 0)
  const sentences = useSummaryText(product, series.points, forecast, soldToday)
  const { model } = forecast
  const why = useReasonText(model, soldToday)
  return (
    <div className={stale ? classes.stale : undefined} aria-busy={stale}>
      <section className={`panel ${classes.summary}`} aria-live="polite">
        {sentences.map((sentence, index) => (
          <Text key={sentence} {...(index === 0 ? { fw: 600, fz: 'lg' } : { c: 'dimmed' })}>
            {sentence}
          </Text>
        ))}
        <ProductAccuracy product={product} />
        <DataEnd forecast={forecast} past={past} />
        {past ? null : <SuspiciousDays product={product} days={forecast.suspicious_days} />}
        {why ? (
          <Alert color="yellow" variant="light" mt="sm" py="xs">
            {why}
          </Alert>
        ) : null}
        {model.beaten_by_naive ? (
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
      <ForecastChart
        history={series.points}
        forecast={forecast}
        bands={bands}
        marks={marks}
        label={`${t('forecast.chart', { name: product.name })}. ${sentences.join(' ')}`}
      />
      <Promotions history={series.points} forecast={forecast} marks={marks} />
      <ForecastTable forecast={forecast} bands={bands} />
    </div>
  )
}
