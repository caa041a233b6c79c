import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useText } from '@/shared/i18n'
import type { Product } from '@/shared/products'
import { TextLink } from '@/shared/ui/links'
import { productAccuracyQuery } from './queries'

/** How far forecasts of a product were off, in one sentence that needs no formula. */
export function ProductAccuracy({ product }: { product: Product }) {
  const { t, format } = useText()
  const accuracy = useQuery(productAccuracyQuery(product.id))
  // The forecast stands without it.
  if (accuracy.isError) return null
  if (!accuracy.data) return <Text aria-hidden>{'\u00a0'}</Text>
  const { sum_error, better_than_naive } = accuracy.data
  if (sum_error === null) return <Text c="dimmed">{t('forecast.notScored')}</Text>
  const off = format.percent(sum_error)
  const share = format.percent(Math.abs(better_than_naive ?? 0))
  return (
    <Text c="dimmed">
      {better_than_naive === null
        ? t('accuracy.off', { off })
        : t(better_than_naive >= 0 ? 'accuracy.offBetter' : 'accuracy.offWorse', {
            off,
            share,
          })}{' '}
      <TextLink to="/forecast/accuracy" underline="always">
        {t('forecast.howAccurate')}
      </TextLink>
    </Text>
  )
}
