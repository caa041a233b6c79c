import { createFileRoute } from '@tanstack/react-router'
import { ForecastPage } from '@/features/forecast/ForecastPage'
import { forecastQuery, type Horizon, horizons, seriesQuery } from '@/features/forecast/queries'
import { productQuery } from '@/shared/products'
import { readId } from '@/shared/route-ids'
import { dayOf, oneOf } from '@/shared/search'

export const Route = createFileRoute('/_auth/forecast/$productId')({
  staticData: { says: ['forecast', 'planning'] },
  params: { parse: ({ productId }) => ({ productId: readId(productId) }) },
  validateSearch: (search: Record<string, unknown>): { days?: Horizon; asOf?: string } => {
    const days = oneOf<Horizon>(search.days, horizons, 28)
    const asOf = dayOf(search.asOf)
    return { ...(days === 28 ? {} : { days }), ...(asOf ? { asOf } : {}) }
  },
  loaderDeps: ({ search }) => search,
  loader: ({ context: { queryClient }, params, deps }) => {
    const id = Number(params.productId)
    void queryClient.prefetchQuery(productQuery(id))
    void queryClient.prefetchQuery(seriesQuery(id))
    void queryClient.prefetchQuery(forecastQuery(id, deps.days ?? 28, deps.asOf))
  },
  component: ProductForecast,
})

function ProductForecast() {
  const { productId } = Route.useParams()
  const { days, asOf } = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <ForecastPage
      id={Number(productId)}
      horizon={days ?? 28}
      asOf={asOf}
      onHorizon={(next) =>
        void navigate({
          search: { ...(next === 28 ? {} : { days: next }), ...(asOf ? { asOf } : {}) },
        })
      }
      onProduct={(id) =>
        void navigate({
          params: { productId: String(id) },
          search: ({ asOf: _, ...others }) => others,
        })
      }
    />
  )
}
