import { createFileRoute } from '@tanstack/react-router'
import { CountPage } from '@/features/counting/CountPage'
import { countQuery, LINES_LIMIT, linesQuery } from '@/features/counting/queries'
import { readId } from '@/shared/route-ids'
import { oneOf, pageOf } from '@/shared/search'

const shows = ['all', 'not_counted', 'counted', 'difference'] as const
type Show = (typeof shows)[number]

export const Route = createFileRoute('/_auth/counts/$countId')({
  staticData: { says: ['stock'] },
  // What only this page reads is no part of the first load.
  codeSplitGroupings: [['loader', 'component']],
  params: { parse: ({ countId }) => ({ countId: readId(countId) }) },
  validateSearch: (search: Record<string, unknown>): { show?: Show; page?: number } => {
    const show = oneOf(search.show, shows, 'all')
    const page = pageOf(search.page)
    return { ...(show === 'all' ? {} : { show }), ...(page === 1 ? {} : { page }) }
  },
  loaderDeps: ({ search }) => search,
  loader: ({ context: { queryClient }, params, deps: { show = 'all', page = 1 } }) => {
    const id = Number(params.countId)
    void queryClient.prefetchQuery(countQuery(id))
    void queryClient.prefetchQuery(linesQuery(id, { show, page, limit: LINES_LIMIT }))
  },
  component: OneCount,
})

function OneCount() {
  const { countId } = Route.useParams()
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <CountPage
      key={countId}
      id={Number(countId)}
      show={search.show ?? 'all'}
      page={search.page ?? 1}
      onSearch={(change) => void navigate({ search: { ...search, ...change } })}
    />
  )
}
