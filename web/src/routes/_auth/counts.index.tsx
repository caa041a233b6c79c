import { createFileRoute } from '@tanstack/react-router'
import { CountsPage } from '@/features/counting/CountsPage'
import { pageOf } from '@/shared/search'

export const Route = createFileRoute('/_auth/counts/')({
  validateSearch: (search: Record<string, unknown>): { page?: number } => {
    const page = pageOf(search.page)
    return page === 1 ? {} : { page }
  },
  component: Counts,
})

function Counts() {
  const { page } = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <CountsPage
      page={page ?? 1}
      onPage={(next) => void navigate({ search: next === 1 ? {} : { page: next } })}
      onStarted={({ id }) =>
        void navigate({ to: '/counts/$countId', params: { countId: String(id) } })
      }
    />
  )
}
