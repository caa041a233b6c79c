import { createFileRoute } from '@tanstack/react-router'
import { StoryPage } from '@/features/stock/StoryPage'
import { readStorySearch } from '@/features/stock/search'

export const Route = createFileRoute('/_auth/stock/movements')({
  validateSearch: readStorySearch,
  component: Story,
})

function Story() {
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <StoryPage
      search={search}
      onSearch={(change) => void navigate({ search: { ...search, ...change } })}
    />
  )
}
