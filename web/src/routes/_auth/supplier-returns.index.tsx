import { createFileRoute } from '@tanstack/react-router'
import { ReturnsPage } from '@/features/returns/ReturnsPage'
import { readReturnSearch } from '@/features/returns/search'

export const Route = createFileRoute('/_auth/supplier-returns/')({
  validateSearch: readReturnSearch,
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
