import { createFileRoute } from '@tanstack/react-router'
import { AccountPage } from '@/features/people/AccountPage'
import { sessionsQuery } from '@/features/people/queries'
import { passkeysQuery, secondFactorQuery } from '@/shared/second-factor/queries'
import { signInOptionsQuery } from '@/shared/sign-in-options'

export const Route = createFileRoute('/_auth/settings/account')({
  staticData: { says: ['people', 'door'] },
  // What only this page reads is no part of the first load.
  codeSplitGroupings: [['loader', 'component']],
  loader: ({ context: { queryClient } }) => {
    void queryClient.prefetchQuery(secondFactorQuery)
    void queryClient.prefetchQuery(passkeysQuery)
    void queryClient.prefetchQuery(signInOptionsQuery)
    void queryClient.prefetchQuery(sessionsQuery)
  },
  component: AccountPage,
})
