import { Group, Input, SegmentedControl, Skeleton } from '@mantine/core'
import { IconPackage } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useText } from '@/shared/i18n'
import { ProductPicker } from '@/shared/product-picker/ProductPicker'
import { type Product, productQuery } from '@/shared/products'
import { ButtonLink } from '@/shared/ui/links'
import { PageHeader } from '@/shared/ui/PageHeader'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { ForecastFigures } from './ForecastFigures'
import { ForecastLinks } from './ForecastLinks'
import classes from './ForecastPage.module.css'
import { Overrides } from './Overrides'
import { forecastQuery, type Horizon, horizons, seriesQuery } from './queries'

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
  const { t, format } = useText()
  const product = useQuery(productQuery(id))
  return (
    <>
      <PageHeader title={t('forecast.title')} subtitle={product.data?.name ?? ''}>
        <ForecastLinks />
        <ButtonLink
          to="/products/$productId"
          params={{ productId: String(id) }}
          variant="default"
          leftSection={<IconPackage size={18} aria-hidden />}
        >
          {t('forecast.product')}
        </ButtonLink>
      </PageHeader>
      <Group mb="md" gap="md" align="flex-end">
        <div className={classes.picker}>
          <ProductPicker
            label={t('forecast.pick')}
            value={product.data ?? null}
            onPick={(picked) => picked && onProduct(picked.id)}
          />
        </div>
        <Input.Wrapper label={t('forecast.horizon')} labelElement="div" id="horizon">
          <SegmentedControl
            display="flex"
            aria-label={t('forecast.horizon')}
            value={String(horizon)}
            onChange={(value) => {
              const next = horizons.find((days) => String(days) === value)
              if (next) onHorizon(next)
            }}
            data={horizons.map((days) => ({
              value: String(days),
              label: format.integer(days),
            }))}
          />
        </Input.Wrapper>
      </Group>
      {product.isError ? (
        <ProblemAlert failure={product.error} onRetry={() => void product.refetch()} />
      ) : product.data ? (
        <Loaded product={product.data} horizon={horizon} asOf={asOf} />
      ) : (
        <Skeleton height={420} />
      )}
    </>
  )
}

type LoadedProps = Pick<Props, 'horizon' | 'asOf'> & { product: Product }

function Loaded({ product, horizon, asOf }: LoadedProps) {
  const forecast = useQuery(forecastQuery(product.id, horizon, asOf))
  const series = useQuery(seriesQuery(product.id))
  const failed = [forecast, series].find((query) => query.isError)
  if (failed) return <ProblemAlert failure={failed.error} onRetry={() => void failed.refetch()} />
  if (!forecast.data || !series.data) return <Skeleton height={420} />
  return (
    <>
      <ForecastFigures
        product={product}
        series={series.data}
        forecast={forecast.data}
        stale={forecast.isPlaceholderData}
        past={asOf !== undefined}
      />
      <Overrides product={product} />
    </>
  )
}
