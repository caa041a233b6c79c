import { createFileRoute, notFound } from '@tanstack/react-router'
import { ForecastPage } from '@/features/forecast/ForecastPage'
import { forecastQuery, type Horizon, horizons, seriesQuery } from '@/features/forecast/queries'
import { productQuery } from '@/shared/products'
import { idOf, oneOf } from '@/shared/search'

export const Route = createFileRoute('/_auth/forecast/$productId')({
  params: {
    parse: ({ productId }) => {
      const id = idOf(productId)
      if (id === undefined) throw notFound()
      return { productId: String(id) }
    },
  },
  validateSearch: (search: Record<string, unknown>): { days?: Horizon } => {
    const days = oneOf<Horizon>(search.days, horizons, 28)
    return days === 28 ? {} : { days }
  },
  loaderDeps: ({ search }) => search,
  loader: ({ context: { queryClient }, params, deps }) => {
    const id = Number(params.productId)
    void queryClient.prefetchQuery(productQuery(id))
    void queryClient.prefetchQuery(seriesQuery(id))
    void queryClient.prefetchQuery(forecastQuery(id, deps.days ?? 28))
  },
  component: ProductForecast,
})

function ProductForecast() {
  const { productId } = Route.useParams()
  const { days } = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <ForecastPage
      id={Number(productId)}
      horizon={days ?? 28}
      onHorizon={(next) => void navigate({ search: next === 28 ? {} : { days: next } })}
      onProduct={(id) =>
        void navigate({ params: { productId: String(id) }, search: (before) => before })
      }
    />
  )
}
