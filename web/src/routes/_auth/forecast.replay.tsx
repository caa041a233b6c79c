import { createFileRoute } from '@tanstack/react-router'
import { latestReplayQuery } from '@/features/replay/queries'
import { ReplayPage } from '@/features/replay/ReplayPage'

export const Route = createFileRoute('/_auth/forecast/replay')({
  staticData: { says: ['replay'] },
  // What only this page reads is no part of the first load.
  codeSplitGroupings: [['loader', 'component']],
  loader: ({ context }) => {
    void context.queryClient.prefetchQuery(latestReplayQuery)
  },
  component: ReplayPage,
})
