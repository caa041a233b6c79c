import { Text } from '@mantine/core'
import type { ForecastMeasuresOut } from '@/api/gen/types.gen'
import { useText } from '@/shared/i18n'
import classes from './AccuracyPage.module.css'

type Props = {
  measured: Pick<
    ForecastMeasuresOut,
    'sum_error' | 'better_than_naive' | 'mae_and_bias' | 'sum_coverage'
  >
}

/** How good forecasts are, in a sentence that needs no formula. */
export function PlainAccuracy({ measured }: Props) {
  const { t, format } = useText()
  const { sum_error, better_than_naive, mae_and_bias, sum_coverage } = measured
  if (sum_error === null) return null
  const off = format.percent(sum_error)
  const served = sum_coverage['0.95']
  return (
    <section className={`panel ${classes.plain}`} aria-live="polite">
      <Text fw={600} fz="lg">
        {better_than_naive === null
          ? t('accuracy.off', { off })
          : t(better_than_naive >= 0 ? 'accuracy.offBetter' : 'accuracy.offWorse', {
              off,
              share: format.percent(Math.abs(better_than_naive)),
            })}
      </Text>
      {mae_and_bias === null ? null : (
        <Text c="dimmed">{t('accuracy.maeAndBias', { share: format.percent(mae_and_bias) })}</Text>
      )}
      {served == null ? null : (
        <Text c="dimmed">
          {t('accuracy.served', { level: format.percent(0.95), share: format.percent(served) })}
        </Text>
      )}
    </section>
  )
}
