import { createFileRoute } from '@tanstack/react-router'
import { StockPage } from '@/features/stock/StockPage'
import { levelFilter, readLevelSearch } from '@/features/stock/search'
import { locationsQuery } from '@/shared/locations'
import { shopQuery } from '@/shared/shop/queries'
import { levelsQuery } from '@/shared/stock/queries'

export const Route = createFileRoute('/_auth/stock/')({
  staticData: { says: ['stock'] },
  // What only this page reads is no part of the first load.
  codeSplitGroupings: [['loader', 'component']],
  validateSearch: readLevelSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context: { queryClient }, deps }) => {
    void queryClient.prefetchQuery(locationsQuery)
    // When a day ended, the shop's clock says; without a shop the page's frame says what is wrong.
    const zone = deps.day
      ? queryClient.ensureQueryData(shopQuery).then(({ time_zone }) => time_zone)
      : Promise.resolve('UTC')
    zone.then(
      (timeZone) => queryClient.prefetchQuery(levelsQuery(levelFilter(deps, timeZone))),
      () => undefined,
    )
  },
  component: Stock,
})

function Stock() {
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <StockPage
      search={search}
      onSearch={(change) => void navigate({ search: { ...search, ...change } })}
    />
  )
}
