import { createFileRoute } from '@tanstack/react-router'
import { AlertSettingsPage } from '@/features/alerts/AlertSettingsPage'
import { alertSettingsQuery } from '@/features/alerts/queries'

export const Route = createFileRoute('/_auth/settings/alerts')({
  staticData: { says: ['alerts', 'settings'] },
  // What only this page reads is no part of the first load.
  codeSplitGroupings: [['loader', 'component']],
  loader: ({ context }) => {
    void context.queryClient.prefetchQuery(alertSettingsQuery)
  },
  component: AlertSettingsPage,
})
