import { createFileRoute } from '@tanstack/react-router'
import { type Horizon, horizons, totalQuery } from '@/features/forecast/queries'
import { TotalPage } from '@/features/forecast/TotalPage'
import { oneOf, pageOf } from '@/shared/search'

type Search = { category?: string; days?: Horizon; page?: number }

export const Route = createFileRoute('/_auth/forecast/total')({
  staticData: { says: ['forecast', 'planning'] },
  validateSearch: (search: Record<string, unknown>): Search => {
    const days = oneOf<Horizon>(search.days, horizons, 28)
    const page = pageOf(search.page)
    return {
      ...(typeof search.category === 'string' ? { category: search.category } : {}),
      ...(days === 28 ? {} : { days }),
      ...(page === 1 ? {} : { page }),
    }
  },
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => {
    const { category, days, page } = deps
    void context.queryClient.prefetchQuery(totalQuery(category, days ?? 28, page ?? 1))
  },
  component: Total,
})

function Total() {
  const { category, days, page } = Route.useSearch()
  const navigate = Route.useNavigate()
  const now = { category, horizon: days ?? 28, page: page ?? 1 } as const
  return (
    <TotalPage
      {...now}
      onChange={(next) => {
        const { category, horizon, page } = { ...now, ...next }
        void navigate({
          search: {
            ...(category === undefined ? {} : { category }),
            ...(horizon === 28 ? {} : { days: horizon }),
            ...(page === 1 ? {} : { page }),
          },
        })
      }}
    />
  )
}
