import { createFileRoute } from '@tanstack/react-router'
import { AuditPage } from '@/features/audit/AuditPage'
import { readAuditSearch } from '@/features/audit/search'
import { speakAlso } from '@/shared/i18n'

export const Route = createFileRoute('/_auth/settings/audit')({
  validateSearch: readAuditSearch,
  // What only this page says comes with it.
  loader: () => speakAlso('acts'),
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
