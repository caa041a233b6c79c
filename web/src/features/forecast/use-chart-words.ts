import { useMemo } from 'react'
import { useText } from '@/shared/i18n'
import type { ChartWords } from './forecast-chart'
import { useMarkText } from './use-mark-text'

/** What the lines and areas of a forecast's chart are called. */
export function useChartWords(): ChartWords {
  const { t, format } = useText()
  const mark = useMarkText()
  return useMemo(
    () => ({
      sold: t('forecast.sold'),
      expected: t('forecast.expected'),
      baseline: t('forecast.baseline'),
      today: t('forecast.today'),
      lastYear: t('forecast.lastYear'),
      band: (level) => t('forecast.band', { level: format.percent(level) }),
      week: (monday) => t('forecast.weekOf', { day: format.day(monday) }),
      mark,
      labelled: (label, value) => t('common.labelled', { label, value }),
    }),
    [t, format, mark],
  )
}
