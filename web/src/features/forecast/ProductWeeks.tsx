import { Skeleton, Text, Title, useComputedColorScheme } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { Chart } from '@/shared/charts/Chart'
import { paletteFor } from '@/shared/charts/palette'
import { useText } from '@/shared/i18n'
import { firstWeekday } from '@/shared/i18n/locale'
import type { Product } from '@/shared/products'
import { useShop } from '@/shared/shop/use-shop'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { usePhone } from '@/shared/ui/use-phone'
import classes from './ForecastPage.module.css'
import { MarkLegend } from './MarkLegend'
import { forecastQuery, seriesQuery, WEEKS_AHEAD } from './queries'
import { useMarkText } from './use-mark-text'
import { useMarks } from './use-marks'
import { weeksOf, yearOf } from './weeks'
import { type WeekWords, weeksChart } from './weeks-chart'

/** How a product has been doing: two years by week, what is expected, and what happened. */
export function ProductWeeks({ product }: { product: Product }) {
  const { t } = useText()
  const series = useQuery(seriesQuery(product.id))
  const forecast = useQuery(forecastQuery(product.id, WEEKS_AHEAD))
  if (series.isError) {
    return <ProblemAlert failure={series.error} onRetry={() => void series.refetch()} />
  }
  return (
    <section aria-labelledby="weeks">
      <Title order={2} id="weeks" fz={18} mb="sm">
        {t('forecast.weeks')}
      </Title>
      <div className={`panel ${classes.chart}`}>
        {!series.data || forecast.isPending ? (
          <Skeleton height={320} />
        ) : (
          <Drawn
            product={product}
            history={series.data.points}
            dates={forecast.data?.dates ?? []}
            expected={forecast.data?.forecast ?? []}
          />
        )}
      </div>
    </section>
  )
}

type DrawnProps = Omit<Parameters<typeof weeksOf>[0], 'firstDay'> & { product: Product }

function Drawn({ product, history, dates, expected }: DrawnProps) {
  const { t, format } = useText()
  const firstDay = firstWeekday(useShop().country)
  const narrow = usePhone()
  const palette = paletteFor(useComputedColorScheme('light'))
  const { sold, ahead } = useMemo(
    () => weeksOf({ history, dates, expected, firstDay }),
    [history, dates, expected, firstDay],
  )
  const events = useMarks(product, history)
  const markText = useMarkText()
  const words: WeekWords = useMemo(
    () => ({
      sold: t('forecast.sold'),
      expected: t('forecast.expected'),
      week: (start) => t('forecast.weekOf', { day: format.day(start) }),
      event: markText,
      labelled: (label, value) => t('common.labelled', { label, value }),
    }),
    [t, format, markText],
  )
  const spec = useMemo(
    () => weeksChart({ sold, ahead, events }, { words, format, palette, unit: product.unit }),
    [sold, ahead, events, words, format, palette, product.unit],
  )
  if (history.length === 0) return <Text c="dimmed">{t('forecast.neverSold')}</Text>
  const year = yearOf(sold)
  const sentences = [
    year.weeks > 0
      ? t('forecast.soldWeeks', {
          count: year.weeks,
          total: format.quantity(Math.round(year.total * 1000) / 1000, product.unit),
        })
      : t('forecast.noWholeWeek'),
    year.change === null
      ? null
      : t('forecast.againstYear', { change: format.signedPercent(year.change) }),
    ahead.length === 0 ? t('forecast.noneYet') : null,
  ].filter((sentence) => sentence !== null)
  return (
    <>
      <Text mb="xs">{sentences.join(' ')}</Text>
      <ul className={classes.legend}>
        <li>
          <span className={classes.line} style={{ borderColor: palette.history }} />
          {words.sold}
        </li>
        {ahead.length > 0 ? (
          <li>
            <span className={classes.line} style={{ borderColor: palette.forecast }} />
            {words.expected}
          </li>
        ) : null}
        <MarkLegend marks={events} />
      </ul>
      <Chart
        spec={spec}
        label={`${t('forecast.weeksOf', { name: product.name })}. ${sentences.join(' ')}`}
        height={narrow ? 240 : 300}
      />
    </>
  )
}
