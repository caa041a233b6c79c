import { createFileRoute } from '@tanstack/react-router'
import { targetsQuery } from '@/features/targets/queries'
import { TargetsPage } from '@/features/targets/TargetsPage'
import { pageOf } from '@/shared/search'

export const Route = createFileRoute('/_auth/settings/targets')({
  staticData: { says: ['settings'] },
  // What only this page reads is no part of the first load.
  codeSplitGroupings: [['loader', 'component']],
  validateSearch: ({ page }: Record<string, unknown>): { page?: number } =>
    pageOf(page) === 1 ? {} : { page: pageOf(page) },
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => {
    void context.queryClient.prefetchQuery(targetsQuery(deps.page ?? 1))
  },
  component: Targets,
})

function Targets() {
  const { page = 1 } = Route.useSearch()
  const navigate = Route.useNavigate()
  return <TargetsPage page={page} onPage={(next) => void navigate({ search: { page: next } })} />
}
