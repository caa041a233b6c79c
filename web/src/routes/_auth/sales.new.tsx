import { createFileRoute } from '@tanstack/react-router'
import { requestBanner } from '@/features/sales/queue/banner'
import { frequentQuery } from '@/features/sales/till/lookup'
import { SellPage } from '@/features/sales/till/SellPage'
import { locationsQuery } from '@/shared/locations'
import { productQuery } from '@/shared/products'
import { idOf } from '@/shared/search'

export const Route = createFileRoute('/_auth/sales/new')({
  staticData: { says: ['till', 'refusals'] },
  validateSearch: (search: Record<string, unknown>): { product?: number } => {
    const product = idOf(search.product)
    return product ? { product } : {}
  },
  loaderDeps: ({ search }) => search,
  // What only this page reads is no part of the first load.
  codeSplitGroupings: [['loader', 'component']],
  // A link may name the product; one that is gone leaves the basket empty.
  loader: async ({ context: { queryClient }, deps }) => {
    requestBanner()
    void queryClient.prefetchQuery(locationsQuery)
    void queryClient.prefetchQuery(frequentQuery)
    return deps.product
      ? queryClient.ensureQueryData(productQuery(deps.product)).catch(() => null)
      : null
  },
  component: NewSale,
})

function NewSale() {
  const chosen = Route.useLoaderData()
  return <SellPage key={chosen?.id} chosen={chosen} />
}
