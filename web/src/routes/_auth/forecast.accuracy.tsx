import { createFileRoute } from '@tanstack/react-router'
import { AccuracyPage } from '@/features/accuracy/AccuracyPage'
import { accuracyQuery } from '@/features/accuracy/queries'
import { pageOf } from '@/shared/search'

export const Route = createFileRoute('/_auth/forecast/accuracy')({
  staticData: { says: ['planning'] },
  validateSearch: (search: Record<string, unknown>): { page?: number } => {
    const page = pageOf(search.page)
    return page === 1 ? {} : { page }
  },
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => {
    void context.queryClient.prefetchQuery(accuracyQuery(deps.page ?? 1))
    void context.queryClient.prefetchQuery(accuracyQuery(1, true))
  },
  component: Accuracy,
})

function Accuracy() {
  const { page } = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <AccuracyPage
      page={page ?? 1}
      onPage={(next) => void navigate({ search: next === 1 ? {} : { page: next } })}
    />
  )
}
