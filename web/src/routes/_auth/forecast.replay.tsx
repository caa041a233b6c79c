import { createFileRoute } from '@tanstack/react-router'
import { latestReplayQuery } from '@/features/replay/queries'
import { ReplayPage } from '@/features/replay/ReplayPage'
import { speakAlso } from '@/shared/i18n'

export const Route = createFileRoute('/_auth/forecast/replay')({
  // What only this page reads is no part of the first load.
  codeSplitGroupings: [['loader', 'component']],
  loader: ({ context }) => {
    void context.queryClient.prefetchQuery(latestReplayQuery)
    return speakAlso('replay')
  },
  component: ReplayPage,
})
