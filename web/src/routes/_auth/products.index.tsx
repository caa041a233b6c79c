import { createFileRoute } from '@tanstack/react-router'
import { ProductsPage } from '@/features/products/ProductsPage'
import { listFilter, readSearch } from '@/features/products/search'
import { productsQuery } from '@/shared/products'

export const Route = createFileRoute('/_auth/products/')({
  staticData: { says: ['products', 'sheets'] },
  validateSearch: readSearch,
  loaderDeps: ({ search }) => search,
  // Starts the request while the page's code loads; the page itself shows how it went.
  loader: ({ context, deps }) => {
    void context.queryClient.prefetchQuery(productsQuery(listFilter(deps)))
  },
  component: Products,
})

function Products() {
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <ProductsPage
      search={search}
      onSearch={(change, options) =>
        void navigate({ search: { ...search, ...change }, replace: options?.replace ?? false })
      }
      // Its variants are what is created next.
      onCreated={({ kind, id }) => {
        if (kind !== 'parent') return
        void navigate({ to: '/products/$productId', params: { productId: String(id) } })
      }}
    />
  )
}
