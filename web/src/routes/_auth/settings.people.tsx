import { createFileRoute } from '@tanstack/react-router'
import { PeoplePage } from '@/features/people/PeoplePage'
import { invitationsQuery, usersQuery } from '@/features/people/queries'
import { isAtLeast, meQuery } from '@/shared/user'

export const Route = createFileRoute('/_auth/settings/people')({
  staticData: { says: ['people', 'door'] },
  // What only this page reads is no part of the first load.
  codeSplitGroupings: [['loader', 'component']],
  loader: async ({ context: { queryClient } }) => {
    // Others are not asked what only administrators may see.
    const me = await queryClient.ensureQueryData(meQuery).catch(() => undefined)
    if (!isAtLeast(me?.role, 'admin')) return
    void queryClient.prefetchQuery(usersQuery(1))
    void queryClient.prefetchQuery(invitationsQuery(1))
  },
  component: PeoplePage,
})
