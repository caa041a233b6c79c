import { queryOptions, useQuery } from '@tanstack/react-query'
import { authReadMe } from '@/api/gen/sdk.gen'
import type { AuthUserOut } from '@/api/gen/types.gen'

export type User = AuthUserOut

/** Who is signed in. Fetched before any page that needs it, kept for the session. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async ({ signal }) => (await authReadMe({ signal })).data,
  staleTime: Number.POSITIVE_INFINITY,
})

const ranks = ['viewer', 'user', 'manager', 'admin'] as const
export type Rank = (typeof ranks)[number]

/** Roles contain one another: whoever manages also sells and reads. */
export function isAtLeast(role: string | undefined, rank: Rank): boolean {
  return ranks.indexOf(role as Rank) >= ranks.indexOf(rank)
}

/** The signed-in user and what the services let them do; the services decide, this only hides. */
export function useUser() {
  const { data: user } = useQuery(meQuery)
  return {
    user,
    maySell: isAtLeast(user?.role, 'user'),
    mayManage: isAtLeast(user?.role, 'manager'),
    mayAdminister: isAtLeast(user?.role, 'admin'),
  }
}
