import { queryOptions } from '@tanstack/react-query'
import { authReadSignInOptions } from '@/api/gen/sdk.gen'

/** How people come in here; anybody may ask. */
export const signInOptionsQuery = queryOptions({
  queryKey: ['sign-in-options'],
  queryFn: async ({ signal }) => (await authReadSignInOptions({ signal })).data,
})
