import { Group, Skeleton } from '@mantine/core'
import { IconPackage } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useText } from '@/shared/i18n'
import { ProductPicker } from '@/shared/product-picker/ProductPicker'
import { productQuery } from '@/shared/products'
import { ButtonLink } from '@/shared/ui/links'
import { PageHeader } from '@/shared/ui/PageHeader'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { usePhone } from '@/shared/ui/use-phone'
import { ForecastLinks } from './ForecastLinks'
import classes from './ForecastPage.module.css'
import { HorizonChoice } from './HorizonChoice'
import { ProductForecast } from './ProductForecast'
import type { Horizon } from './queries'

type Props = {
  id: number
  horizon: Horizon
  /** The last day that is used; yesterday when there is none. */
  asOf: string | undefined
  onHorizon: (horizon: Horizon) => void
  onProduct: (id: number) => void
}

/** What one product sold, and what it is expected to sell. */
export function ForecastPage({ id, horizon, asOf, onHorizon, onProduct }: Props) {
  const { t } = useText()
  const phone = usePhone()
  const product = useQuery(productQuery(id))
  return (
    <>
      <PageHeader title={t('forecast.title')} subtitle={product.data?.name ?? ''}>
        <ButtonLink
          to="/products/$productId"
          params={{ productId: String(id) }}
          variant="default"
          leftSection={<IconPackage size={18} aria-hidden />}
        >
          {t('forecast.product')}
        </ButtonLink>
        {phone ? <ForecastLinks /> : null}
      </PageHeader>
      {phone ? null : <ForecastLinks />}
      <Group mb="md" gap="md" align="flex-end">
        <div className={classes.picker}>
          <ProductPicker
            label={t('forecast.pick')}
            value={product.data ?? null}
            onPick={(picked) => picked && onProduct(picked.id)}
          />
        </div>
        <HorizonChoice horizon={horizon} onHorizon={onHorizon} />
      </Group>
      {product.isError ? (
        <ProblemAlert failure={product.error} onRetry={() => void product.refetch()} />
      ) : product.data ? (
        <ProductForecast product={product.data} horizon={horizon} asOf={asOf} />
      ) : (
        <Skeleton height={420} />
      )}
    </>
  )
}
