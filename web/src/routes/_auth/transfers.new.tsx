import { createFileRoute } from '@tanstack/react-router'
import { NewTransferPage } from '@/features/transfers/NewTransferPage'
import { readProposal } from '@/features/transfers/search'
import { locationsQuery } from '@/shared/locations'
import { productQuery } from '@/shared/products'

export const Route = createFileRoute('/_auth/transfers/new')({
  staticData: { says: ['stock'] },
  // What only this page reads is no part of the first load.
  codeSplitGroupings: [['loader', 'component']],
  validateSearch: readProposal,
  loaderDeps: ({ search }) => search,
  loader: ({ context: { queryClient }, deps: { product } }) => {
    void queryClient.prefetchQuery(locationsQuery)
    if (product) void queryClient.prefetchQuery(productQuery(product))
  },
  component: NewTransfer,
})

function NewTransfer() {
  const proposal = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <NewTransferPage
      key={proposal.product ?? 0}
      proposal={proposal}
      onSaved={({ id }) =>
        void navigate({
          to: '/transfers/$transferId',
          params: { transferId: String(id) },
          ignoreBlocker: true,
        })
      }
    />
  )
}
