import { createFileRoute, notFound } from '@tanstack/react-router'
import { ProductPage } from '@/features/products/ProductPage'
import { productQuery } from '@/shared/products'
import { idOf, pageOf } from '@/shared/search'

export const Route = createFileRoute('/_auth/products/$productId')({
  params: {
    parse: ({ productId }) => {
      const id = idOf(productId)
      if (id === undefined) throw notFound()
      return { productId: String(id) }
    },
  },
  validateSearch: (search: Record<string, unknown>): { page?: number } => {
    const page = pageOf(search.page)
    return page === 1 ? {} : { page }
  },
  loader: ({ context, params }) => {
    void context.queryClient.prefetchQuery(productQuery(Number(params.productId)))
  },
  component: ProductDetails,
})

function ProductDetails() {
  const { productId } = Route.useParams()
  const { page } = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <ProductPage
      key={productId}
      id={Number(productId)}
      page={page ?? 1}
      onPage={(next) => void navigate({ search: next === 1 ? {} : { page: next } })}
      onArchived={() => void navigate({ to: '/products' })}
    />
  )
}
