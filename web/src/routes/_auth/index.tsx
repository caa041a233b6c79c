import { Skeleton } from '@mantine/core'
import { createFileRoute } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { DashboardPage } from '@/features/dashboard/DashboardPage'
import { prefetchToday } from '@/features/dashboard/queries'
import { dayIn } from '@/shared/day'
import { chosenLanguage, withTexts } from '@/shared/i18n'
import { shopQuery } from '@/shared/shop/queries'
import { meQuery } from '@/shared/user'

export const Route = createFileRoute('/_auth/')({
  staticData: { says: ['today'] },
  // What only this page reads is no part of the first load.
  codeSplitGroupings: [['loader', 'component']],
  loader: ({ context: { queryClient } }) => {
    // The page is drawn once these two are there; all else is read beside one another.
    void Promise.all([queryClient.ensureQueryData(shopQuery), queryClient.ensureQueryData(meQuery)])
      .then(([{ time_zone }]) => {
        const today = dayIn(time_zone, new Date())
        prefetchToday(queryClient, { today, language: chosenLanguage() })
      })
      // Said by the page's frame, which cannot do without them.
      .catch(() => undefined)
  },
  component: Today,
})

// Only new shops see it.
const FirstHour = lazy(async () => {
  const part = await withTexts(import('@/features/setup/FirstHour'), 'setup')
  return { default: part.FirstHour }
})

function Today() {
  return (
    <DashboardPage
      firstHour={(hide) => (
        <Suspense fallback={<Skeleton height={420} mb="lg" />}>
          <FirstHour onHide={hide} />
        </Suspense>
      )}
    />
  )
}
