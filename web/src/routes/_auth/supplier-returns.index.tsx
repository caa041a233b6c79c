import { createFileRoute } from '@tanstack/react-router'
import { returnsQuery } from '@/features/returns/queries'
import { ReturnsPage } from '@/features/returns/ReturnsPage'
import { listFilter, readReturnSearch } from '@/features/returns/search'
import { withRange } from '@/shared/periods'

export const Route = createFileRoute('/_auth/supplier-returns/')({
  staticData: { says: ['orders'] },
  // What only this page reads is no part of the first load.
  codeSplitGroupings: [['loader', 'component']],
  validateSearch: readReturnSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context: { queryClient }, deps }) =>
    withRange(queryClient, deps, (range) => {
      void queryClient.prefetchQuery(returnsQuery(listFilter(deps, range)))
    }),
  component: Returns,
})

function Returns() {
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <ReturnsPage
      search={search}
      onSearch={(change) => void navigate({ search: { ...search, ...change } })}
    />
  )
}
