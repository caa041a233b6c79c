import { createFileRoute } from '@tanstack/react-router'
import { AuditPage } from '@/features/audit/AuditPage'
import { auditQuery } from '@/features/audit/queries'
import { auditFilter, readAuditSearch } from '@/features/audit/search'
import { withRange } from '@/shared/periods'
import { isAtLeast, meQuery } from '@/shared/user'

export const Route = createFileRoute('/_auth/settings/audit')({
  staticData: { says: ['acts'] },
  validateSearch: readAuditSearch,
  // What only this page reads and says comes with it.
  codeSplitGroupings: [['loader', 'component']],
  loaderDeps: ({ search }) => search,
  loader: async ({ context: { queryClient }, deps }) => {
    const me = await queryClient.ensureQueryData(meQuery).catch(() => undefined)
    // Others are not asked what only administrators may see.
    if (isAtLeast(me?.role, 'admin')) {
      withRange(queryClient, deps, (range) => {
        void queryClient.prefetchQuery(auditQuery(auditFilter(deps, range)))
      })
    }
  },
  component: Audit,
})

function Audit() {
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <AuditPage
      search={search}
      onSearch={(change) => void navigate({ search: { ...search, ...change } })}
    />
  )
}
