import { createFileRoute } from '@tanstack/react-router'
import { TransfersPage } from '@/features/transfers/TransfersPage'
import { pageOf } from '@/shared/search'

export const Route = createFileRoute('/_auth/transfers/')({
  validateSearch: (search: Record<string, unknown>): { page?: number } => {
    const page = pageOf(search.page)
    return page === 1 ? {} : { page }
  },
  component: Transfers,
})

function Transfers() {
  const { page } = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <TransfersPage
      page={page ?? 1}
      onPage={(next) => void navigate({ search: next === 1 ? {} : { page: next } })}
    />
  )
}
