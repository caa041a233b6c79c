import { Checkbox, Group, SegmentedControl, useComputedColorScheme } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { ForecastForecastOut, ForecastSeriesOut } from '@/api/gen/types.gen'
import { Chart } from '@/shared/charts/Chart'
import { paletteFor } from '@/shared/charts/palette'
import { useText } from '@/shared/i18n'
import { firstWeekday } from '@/shared/i18n/locale'
import { useShop, useToday } from '@/shared/shop/use-shop'
import { Select } from '@/shared/ui/Select'
import { usePhone } from '@/shared/ui/use-phone'
import classes from './ForecastPage.module.css'
import { type Band, forecastChart } from './forecast-chart'
import { Legend } from './Legend'
import { type Mark, marksWithin } from './marks'
import { pointsOf, type Span, type Step, spansOf, usualSpan } from './spans'
import { expectedDigits, meanOf } from './summary'
import { useChartWords } from './use-chart-words'
import { figuresByWeek, lastYearOf } from './weeks'

type Props = {
  history: ForecastSeriesOut['points']
  forecast: ForecastForecastOut
  bands: readonly Band[]
  marks: readonly Mark[]
  /** What the chart shows, for those who do not see it. */
  label: string
}

/** History and forecast by day or by week, with what happened, and last year beside them. */
export function ForecastChart({ history, forecast, bands, marks, label }: Props) {
  const { t, format } = useText()
  const today = useToday()
  const firstDay = firstWeekday(useShop().country)
  const narrow = usePhone()
  const palette = paletteFor(useComputedColorScheme('light'))
  const words = useChartWords()
  const [step, setStep] = useState<Step>('days')
  const [chosen, setChosen] = useState<Span | null>(null)
  const [withLastYear, setWithLastYear] = useState(false)
  const weekly = step === 'weeks'
  const figures = useMemo(() => {
    const { dates, forecast: expected, baseline, quantity_decimals: decimals } = forecast
    const byDay = { history, dates, expected, baseline }
    const drawn = weekly ? figuresByWeek({ ...byDay, firstDay }) : byDay
    const first = drawn.history[0]?.day ?? dates[0] ?? ''
    return {
      ...drawn,
      // Bounds of single days do not add up to those of their week.
      bands: weekly ? [] : bands,
      today,
      digits: expectedDigits(decimals, meanOf(drawn.expected)),
      weekly,
      lastYear: lastYearOf(drawn.history, drawn.dates),
      marks: marksWithin(marks, first, dates.at(-1) ?? today),
    }
  }, [history, forecast, bands, marks, today, weekly, firstDay])
  const yearKnown = figures.lastYear.length > 0
  const spans = spansOf(step, figures.history.length)
  const preferred = chosen ?? usualSpan(step, narrow)
  const span = spans.includes(preferred) ? preferred : 'all'
  const inView = pointsOf(step, span)
  const spec = useMemo(() => {
    const { lastYear, ...others } = figures
    const drawn = withLastYear ? { ...others, lastYear } : others
    return forecastChart(drawn, { words, format, palette, inView })
  }, [figures, withLastYear, words, format, palette, inView])
  return (
    <section className={`panel ${classes.chart}`}>
      <Group justify="space-between" gap="sm" mb="xs">
        <Group gap="xs">
          <SegmentedControl
            size="xs"
            aria-label={t('forecast.step')}
            value={step}
            onChange={(value) => {
              setStep(value === 'weeks' ? 'weeks' : 'days')
              setChosen(null)
            }}
            data={[
              { value: 'days', label: t('forecast.steps.days') },
              { value: 'weeks', label: t('forecast.steps.weeks') },
            ]}
          />
          {spans.length > 1 ? (
            <Select
              size="xs"
              aria-label={t('forecast.span')}
              value={span}
              onChange={setChosen}
              data={spans.map((value) => ({ value, label: t(`forecast.spans.${value}`) }))}
            />
          ) : null}
        </Group>
        {yearKnown ? (
          <Checkbox
            size="xs"
            label={t('forecast.lastYear')}
            checked={withLastYear}
            onChange={(event) => setWithLastYear(event.currentTarget.checked)}
          />
        ) : null}
      </Group>
      <Legend
        words={words}
        palette={palette}
        levels={figures.bands.map(({ level }) => level)}
        baseline={figures.baseline !== null}
        lastYear={withLastYear && yearKnown}
        marks={figures.marks}
      />
      <Chart spec={spec} label={label} height={narrow ? 320 : 400} />
    </section>
  )
}
