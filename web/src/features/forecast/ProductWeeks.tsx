import { Skeleton, Text, Title, useComputedColorScheme } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { calendarQuery } from '@/shared/calendar'
import { Chart } from '@/shared/charts/Chart'
import { paletteFor } from '@/shared/charts/palette'
import { addDays } from '@/shared/day'
import { useText } from '@/shared/i18n'
import { firstWeekday } from '@/shared/i18n/locale'
import type { Product } from '@/shared/products'
import { useShop, useToday } from '@/shared/shop/use-shop'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { usePhone } from '@/shared/ui/use-phone'
import classes from './ForecastPage.module.css'
import { forecastQuery, seriesQuery } from './queries'
import { weeksOf, yearOf } from './weeks'
import { eventColours, eventsOf, type WeekWords, weeksChart } from './weeks-chart'

const TWO_YEARS_DAYS = 2 * 365

/** How a product has been doing: two years by week, what is expected, and what happened. */
export function ProductWeeks({ product }: { product: Product }) {
  const { t } = useText()
  const series = useQuery(seriesQuery(product.id))
  const forecast = useQuery(forecastQuery(product.id, 90))
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
  const { t, format, language } = useText()
  const today = useToday()
  const firstDay = firstWeekday(useShop().country)
  const narrow = usePhone()
  const palette = paletteFor(useComputedColorScheme('light'))
  const calendar = useQuery(calendarQuery(language, addDays(today, -TWO_YEARS_DAYS)))
  const { sold, ahead } = useMemo(
    () => weeksOf({ history, dates, expected, firstDay }),
    [history, dates, expected, firstDay],
  )
  const events = useMemo(
    () => eventsOf(calendar.data?.rows ?? [], product),
    [calendar.data, product],
  )
  const words: WeekWords = useMemo(
    () => ({
      sold: t('forecast.sold'),
      expected: t('forecast.expected'),
      week: (start) => t('forecast.weekOf', { day: format.day(start) }),
      event: ({ kind, name }) =>
        t('common.labelled', { label: t(`calendar.kinds.${kind}`), value: name }),
      labelled: (label, value) => t('common.labelled', { label, value }),
    }),
    [t, format],
  )
  const option = useMemo(
    () =>
      weeksChart({ sold, ahead, events }, { words, format, palette, narrow, unit: product.unit }),
    [sold, ahead, events, words, format, palette, narrow, product.unit],
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
  const kinds = [...new Set(events.map(({ kind }) => kind))]
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
        {kinds.map((kind) => (
          <li key={kind}>
            <span className={classes.area} style={{ background: eventColours[kind] }} />
            {t(`calendar.kinds.${kind}`)}
          </li>
        ))}
      </ul>
      <Chart
        option={option}
        label={`${t('forecast.weeksOf', { name: product.name })}. ${sentences.join(' ')}`}
        height={narrow ? 240 : 300}
      />
    </>
  )
}
