import type { ForecastMeasuresOut } from '@/api/gen/types.gen'
import { useText } from './i18n'

type Measured = Pick<ForecastMeasuresOut, 'windows' | 'sum_error' | 'better_than_naive'>

/** Of fewer forecasts a comparison says more about luck than about the forecasts. */
export const ENOUGH_WINDOWS = 4

/** How far sums were off, and beside repeating the last week once that means something; null
 * where nothing was compared with sales yet. */
export function useAccuracySentence({ windows, sum_error, better_than_naive: better }: Measured) {
  const { t, format } = useText()
  if (sum_error === null) return null
  const off = format.percent(sum_error)
  if (windows < ENOUGH_WINDOWS) return t('accuracy.offSoFar', { off, count: windows })
  if (better === null) return t('accuracy.off', { off })
  // Beyond twice as far nobody reads percents.
  if (better < -1) {
    const times = format.quantity(Math.round(10 * (1 - better)) / 10)
    return t('accuracy.offTimes', { off, times })
  }
  return t(better >= 0 ? 'accuracy.offBetter' : 'accuracy.offWorse', {
    off,
    share: format.percent(Math.abs(better)),
  })
}
