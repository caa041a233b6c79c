import { createFileRoute, redirect } from '@tanstack/react-router'
import { NoForecast } from '@/features/forecast/NoForecast'
import { productsQuery } from '@/shared/products'

/** Opens the first product's forecast; the page has a field to go to any other. */
export const Route = createFileRoute('/_auth/forecast/')({
  loader: async ({ context }) => {
    const filter = { sort: 'name', limit: 1 } as const
    const { rows } = await context.queryClient.fetchQuery(productsQuery(filter))
    const first = rows[0]
    if (first) {
      throw redirect({
        to: '/forecast/$productId',
        params: { productId: String(first.id) },
        replace: true,
      })
    }
  },
  component: NoForecast,
})
