import { Stack } from '@mantine/core'
import { createFileRoute } from '@tanstack/react-router'
import { lazy } from 'react'
import { forecastQuery, seriesQuery, WEEKS_AHEAD } from '@/features/forecast/queries'
import { type Parts, ProductPage } from '@/features/products/ProductPage'
import { readOneSearch } from '@/features/products/search'
import { LastsUntil } from '@/features/replenishment/LastsUntil'
import { ProductAdvice } from '@/features/replenishment/ProductAdvice'
import { withTexts } from '@/shared/i18n'
import { locationsQuery } from '@/shared/locations'
import { productQuery } from '@/shared/products'
import { readId } from '@/shared/route-ids'

export const Route = createFileRoute('/_auth/products/$productId')({
  staticData: { says: ['products'] },
  params: { parse: ({ productId }) => ({ productId: readId(productId) }) },
  validateSearch: readOneSearch,
  // What only this page reads is no part of the first load.
  codeSplitGroupings: [['loader', 'component']],
  loaderDeps: ({ search: { tab } }) => ({ tab }),
  loader: ({ context: { queryClient }, params, deps: { tab } }) => {
    const id = Number(params.productId)
    void queryClient.prefetchQuery(locationsQuery)
    void queryClient.prefetchQuery(productQuery(id))
    if (tab !== undefined) return
    void queryClient.prefetchQuery(seriesQuery(id))
    void queryClient.prefetchQuery(forecastQuery(id, WEEKS_AHEAD))
  },
  component: ProductDetails,
})

// Each tab comes when it is looked at.
const ProductWeeks = lazy(async () => {
  const part = await withTexts(import('@/features/forecast/ProductWeeks'), 'forecast')
  return { default: part.ProductWeeks }
})
const ForecastTab = lazy(async () => {
  const part = await withTexts(import('@/features/forecast/ForecastTab'), 'forecast', 'planning')
  return { default: part.ForecastTab }
})
const ProductSuppliers = lazy(async () => {
  const part = await withTexts(import('@/features/suppliers/ProductSuppliers'), 'suppliers')
  return { default: part.ProductSuppliers }
})
const ProductOrders = lazy(async () => {
  const part = await withTexts(import('@/features/purchasing/ProductOrders'), 'orders')
  return { default: part.ProductOrders }
})

const parts: Parts = {
  lasts: ({ id, stock }) => <LastsUntil product={id} stock={stock} />,
  overview: (product) => (
    <>
      {product.kind === 'product' && !product.archived ? (
        <ProductAdvice product={product.id} />
      ) : null}
      <ProductWeeks product={product} />
    </>
  ),
  forecast: (product) => <ForecastTab product={product} />,
  orders: (product) => (
    <Stack gap="lg">
      <ProductSuppliers product={product} />
      <ProductOrders product={product} />
    </Stack>
  ),
}

function ProductDetails() {
  const { productId } = Route.useParams()
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <ProductPage
      key={productId}
      id={Number(productId)}
      search={search}
      onPage={(page) => {
        const { page: _, ...others } = search
        void navigate({ search: page === 1 ? others : { ...others, page } })
      }}
      onArchived={() => void navigate({ to: '/products', search: search.list ?? {} })}
      parts={parts}
    />
  )
}
