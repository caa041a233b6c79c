import { createFileRoute } from '@tanstack/react-router'
import { ProductPage } from '@/features/products/ProductPage'
import { ProductAdvice } from '@/features/replenishment/ProductAdvice'
import { productQuery } from '@/shared/products'
import { readId } from '@/shared/route-ids'
import { pageOf } from '@/shared/search'

export const Route = createFileRoute('/_auth/products/$productId')({
  params: { parse: ({ productId }) => ({ productId: readId(productId) }) },
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
      advice={<ProductAdvice product={Number(productId)} />}
      onArchived={() => void navigate({ to: '/products' })}
    />
  )
}
