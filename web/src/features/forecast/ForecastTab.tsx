import { Group } from '@mantine/core'
import { useState } from 'react'
import { useText } from '@/shared/i18n'
import type { Product } from '@/shared/products'
import { TextLink } from '@/shared/ui/links'
import { HorizonChoice } from './HorizonChoice'
import { ProductForecast } from './ProductForecast'
import type { Horizon } from './queries'

/** The forecast as a part of the product's own page. */
export function ForecastTab({ product }: { product: Product }) {
  const { t } = useText()
  const [horizon, setHorizon] = useState<Horizon>(28)
  return (
    <>
      <Group mb="md" justify="space-between" align="flex-end">
        <HorizonChoice horizon={horizon} onHorizon={setHorizon} />
        <TextLink
          to="/forecast/$productId"
          params={{ productId: String(product.id) }}
          search={horizon === 28 ? {} : { days: horizon }}
          size="sm"
        >
          {t('forecast.ownPage')}
        </TextLink>
      </Group>
      <ProductForecast product={product} horizon={horizon} asOf={undefined} />
    </>
  )
}
