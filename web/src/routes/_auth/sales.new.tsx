import { createFileRoute } from '@tanstack/react-router'
import { SellPage } from '@/features/sales/SellPage'
import { productQuery } from '@/shared/products'
import { idOf } from '@/shared/search'

export const Route = createFileRoute('/_auth/sales/new')({
  validateSearch: (search: Record<string, unknown>): { product?: number } => {
    const product = idOf(search.product)
    return product ? { product } : {}
  },
  loaderDeps: ({ search }) => search,
  // A link may name the product; one that is gone leaves the form empty.
  loader: ({ context, deps }) =>
    deps.product
      ? context.queryClient.ensureQueryData(productQuery(deps.product)).catch(() => null)
      : null,
  component: NewSale,
})

function NewSale() {
  const chosen = Route.useLoaderData()
  return <SellPage key={chosen?.id} chosen={chosen} />
}
