import { createFileRoute } from '@tanstack/react-router'
import { LotsPage } from '@/features/lots/LotsPage'
import { readLotSearch } from '@/features/lots/search'

export const Route = createFileRoute('/_auth/stock/lots')({
  validateSearch: readLotSearch,
  component: Lots,
})

function Lots() {
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <LotsPage
      search={search}
      onSearch={(change) => void navigate({ search: { ...search, ...change } })}
    />
  )
}
