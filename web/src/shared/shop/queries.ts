import { queryOptions } from '@tanstack/react-query'
import { authReadShop } from '@/api/gen/sdk.gen'

/** Read before any page behind the sign-in is drawn, and again once it may have changed. */
export const shopQuery = queryOptions({
  queryKey: ['shop'],
  queryFn: async ({ signal }) => (await authReadShop({ signal })).data,
  staleTime: 60_000,
})
