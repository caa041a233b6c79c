import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import {
  authListInvitations,
  authListSessions,
  authListSessionsOf,
  authListUsers,
} from '@/api/gen/sdk.gen'
import { AT_ONCE, pageFrom } from '@/shared/paging'

export const PER_PAGE = 20
/** Who there is, below which all lists of people are. */
export const peopleKey = ['people'] as const
export const sessionsKey = ['sessions'] as const
export const invitationsKey = ['invitations'] as const

export const usersQuery = (page: number) =>
  queryOptions({
    queryKey: [...peopleKey, 'page', page],
    queryFn: async ({ signal }) =>
      pageFrom(await authListUsers({ query: { page, limit: PER_PAGE }, signal })),
    placeholderData: keepPreviousData,
  })

export const invitationsQuery = (page: number) =>
  queryOptions({
    queryKey: [...invitationsKey, page],
    queryFn: async ({ signal }) =>
      pageFrom(await authListInvitations({ query: { page, limit: PER_PAGE }, signal })),
    placeholderData: keepPreviousData,
  })

/** Where I am signed in, the last used first. */
export const sessionsQuery = queryOptions({
  queryKey: sessionsKey,
  queryFn: async ({ signal }) =>
    pageFrom(await authListSessions({ query: { limit: AT_ONCE }, signal })),
})

/** Where somebody is signed in, for administrators. */
export const sessionsOfQuery = (id: number) =>
  queryOptions({
    queryKey: [...sessionsKey, 'of', id],
    queryFn: async ({ signal }) =>
      pageFrom(
        await authListSessionsOf({ path: { user_id: id }, query: { limit: AT_ONCE }, signal }),
      ),
  })
