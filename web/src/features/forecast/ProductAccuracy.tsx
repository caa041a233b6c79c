import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useText } from '@/shared/i18n'
import type { Product } from '@/shared/products'
import { TextLink } from '@/shared/ui/links'
import { useAccuracySentence } from '@/shared/use-accuracy-sentence'
import { productAccuracyQuery } from './queries'

const NONE = { windows: 0, sum_error: null, better_than_naive: null }

/** How far forecasts of a product were off, in one sentence that needs no formula. */
export function ProductAccuracy({ product }: { product: Product }) {
  const { t } = useText()
  const accuracy = useQuery(productAccuracyQuery(product.id))
  const sentence = useAccuracySentence(accuracy.data ?? NONE)
  // The forecast stands without it.
  if (accuracy.isError) return null
  if (!accuracy.data) return <Text aria-hidden>{'\u00a0'}</Text>
  if (sentence === null) return <Text c="dimmed">{t('forecast.notScored')}</Text>
  return (
    <Text c="dimmed">
      {sentence}{' '}
      <TextLink to="/forecast/accuracy" underline="always">
        {t('forecast.howAccurate')}
      </TextLink>
    </Text>
  )
}
