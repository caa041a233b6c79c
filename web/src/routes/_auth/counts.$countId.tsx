import { createFileRoute } from '@tanstack/react-router'
import { CountPage } from '@/features/counting/CountPage'
import { readId } from '@/shared/route-ids'
import { oneOf, pageOf } from '@/shared/search'

const shows = ['all', 'not_counted', 'counted', 'difference'] as const
type Show = (typeof shows)[number]

export const Route = createFileRoute('/_auth/counts/$countId')({
  params: { parse: ({ countId }) => ({ countId: readId(countId) }) },
  validateSearch: (search: Record<string, unknown>): { show?: Show; page?: number } => {
    const show = oneOf(search.show, shows, 'all')
    const page = pageOf(search.page)
    return { ...(show === 'all' ? {} : { show }), ...(page === 1 ? {} : { page }) }
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
