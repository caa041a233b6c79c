import { createFileRoute } from '@tanstack/react-router'
import { NewReturnPage } from '@/features/returns/NewReturnPage'
import { readFromSearch } from '@/features/returns/search'

export const Route = createFileRoute('/_auth/supplier-returns/new')({
  validateSearch: readFromSearch,
  component: NewReturn,
})

function NewReturn() {
  const { order, receipt } = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <NewReturnPage
      key={receipt ?? 0}
      from={order && receipt ? { order, receipt } : null}
      onSaved={({ id }) =>
        void navigate({
          to: '/supplier-returns/$returnId',
          params: { returnId: String(id) },
          ignoreBlocker: true,
        })
      }
    />
  )
}
