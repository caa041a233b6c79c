import { createFileRoute } from '@tanstack/react-router'
import { PricesPage } from '@/features/setup/PricesPage'
import { gridQuery } from '@/features/setup/queries'
import { pageOf } from '@/shared/search'

export const Route = createFileRoute('/_auth/products/prices')({
  staticData: { says: ['setup'] },
  // Its page is the home of what its loader reads: neither is part of the first load.
  codeSplitGroupings: [['loader', 'component']],
  validateSearch: (search: Record<string, unknown>): { page?: number } => {
    const page = pageOf(search.page)
    return page === 1 ? {} : { page }
  },
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => {
    void context.queryClient.prefetchQuery(gridQuery(deps.page ?? 1))
  },
  component: Prices,
})

function Prices() {
  const { page = 1 } = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <PricesPage
      page={page}
      onPage={(next) => void navigate({ search: next === 1 ? {} : { page: next } })}
      onDone={() => void navigate({ to: '/' })}
    />
  )
}
