import { createFileRoute } from '@tanstack/react-router'
import { frequentQuery } from '@/features/sales/till/lookup'
import { SellPage } from '@/features/sales/till/SellPage'
import { speakAlso } from '@/shared/i18n'
import { locationsQuery } from '@/shared/locations'
import { productQuery } from '@/shared/products'
import { idOf } from '@/shared/search'

export const Route = createFileRoute('/_auth/sales/new')({
  validateSearch: (search: Record<string, unknown>): { product?: number } => {
    const product = idOf(search.product)
    return product ? { product } : {}
  },
  loaderDeps: ({ search }) => search,
  // What only this page reads is no part of the first load.
  codeSplitGroupings: [['loader', 'component']],
  // A link may name the product; one that is gone leaves the basket empty.
  loader: async ({ context: { queryClient }, deps }) => {
    void queryClient.prefetchQuery(locationsQuery)
    void queryClient.prefetchQuery(frequentQuery)
    const [chosen] = await Promise.all([
      deps.product
        ? queryClient.ensureQueryData(productQuery(deps.product)).catch(() => null)
        : null,
      speakAlso('till'),
    ])
    return chosen
  },
  component: NewSale,
})

function NewSale() {
  const chosen = Route.useLoaderData()
  return <SellPage key={chosen?.id} chosen={chosen} />
}
