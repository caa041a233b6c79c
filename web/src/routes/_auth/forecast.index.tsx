import { createFileRoute } from '@tanstack/react-router'
import { ForecastLinks } from '@/features/forecast/ForecastLinks'
import { adviceQuery, suggestedQuery } from '@/features/replenishment/queries'
import { ReorderPage } from '@/features/replenishment/ReorderPage'
import { listFilter, readSearch, rowsFilter } from '@/features/replenishment/search'
import { chosenLanguage } from '@/shared/i18n'
import { locationsQuery } from '@/shared/locations'

export const Route = createFileRoute('/_auth/forecast/')({
  staticData: { says: ['reorder'] },
  // What only this page reads is no part of the first load.
  codeSplitGroupings: [['loader', 'component']],
  validateSearch: readSearch,
  loaderDeps: ({ search: { why: _, ...search } }) => search,
  loader: ({ context: { queryClient }, deps }) => {
    const { view: _, ...others } = deps
    void queryClient.prefetchQuery(locationsQuery)
    void queryClient.prefetchQuery(adviceQuery(listFilter(deps, chosenLanguage())))
    // The first sentence adds up all that is suggested, whatever is listed.
    void queryClient.prefetchQuery(suggestedQuery(rowsFilter(others, chosenLanguage())))
  },
  component: Reorder,
})

function Reorder() {
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <ReorderPage
      search={search}
      onSearch={(change) => void navigate({ search: { ...search, ...change } })}
      links={<ForecastLinks />}
    />
  )
}
