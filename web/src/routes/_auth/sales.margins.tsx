import { createFileRoute } from '@tanstack/react-router'
import { MarginsPage } from '@/features/margins/MarginsPage'
import { marginsQuery } from '@/features/margins/queries'
import { listFilter, readSearch } from '@/features/margins/search'
import { withRange } from '@/shared/periods'

export const Route = createFileRoute('/_auth/sales/margins')({
  staticData: { says: ['sales'] },
  // What only this page reads is no part of the first load.
  codeSplitGroupings: [['loader', 'component']],
  validateSearch: readSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context: { queryClient }, deps }) =>
    withRange(queryClient, deps, (range) => {
      void queryClient.prefetchQuery(marginsQuery(listFilter(deps, range)))
    }),
  component: Margins,
})

function Margins() {
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <MarginsPage
      search={search}
      onSearch={(change) => void navigate({ search: { ...search, ...change } })}
    />
  )
}
