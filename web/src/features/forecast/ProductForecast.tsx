import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Product } from '@/shared/products'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { ForecastFigures } from './ForecastFigures'
import { Overrides } from './Overrides'
import { forecastQuery, type Horizon, seriesQuery } from './queries'

type Props = {
  product: Product
  horizon: Horizon
  /** The last day that is used; yesterday when there is none. */
  asOf: string | undefined
}

/** What a product is expected to sell, and what planners say of it. */
export function ProductForecast({ product, horizon, asOf }: Props) {
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
