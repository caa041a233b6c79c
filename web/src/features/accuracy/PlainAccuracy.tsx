import { Text } from '@mantine/core'
import type { ForecastMeasuresOut } from '@/api/gen/types.gen'
import { useText } from '@/shared/i18n'
import { ENOUGH_WINDOWS, useAccuracySentence } from '@/shared/use-accuracy-sentence'
import classes from './AccuracyPage.module.css'

type Props = {
  measured: Pick<
    ForecastMeasuresOut,
    'windows' | 'sum_error' | 'better_than_naive' | 'mae_and_bias' | 'sum_coverage'
  >
}

/** How good forecasts are, in a sentence that needs no formula. */
export function PlainAccuracy({ measured }: Props) {
  const { t, format } = useText()
  const { windows, mae_and_bias, sum_coverage } = measured
  const sentence = useAccuracySentence(measured)
  if (sentence === null) return null
  const served = windows < ENOUGH_WINDOWS ? null : sum_coverage['0.95']
  return (
    <section className={`panel ${classes.plain}`} aria-live="polite">
      <Text fw={600} fz="lg">
        {sentence}
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
