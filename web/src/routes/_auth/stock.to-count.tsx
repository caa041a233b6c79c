import { createFileRoute } from '@tanstack/react-router'
import { readLevelSearch } from '@/features/stock/search'
import { ToCountPage } from '@/features/stock/ToCountPage'

export const Route = createFileRoute('/_auth/stock/to-count')({
  validateSearch: readLevelSearch,
  component: ToCount,
})

function ToCount() {
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <ToCountPage
      search={search}
      onSearch={(change) => void navigate({ search: { ...search, ...change } })}
    />
  )
}
