import { createFileRoute } from '@tanstack/react-router'
import { LocationsPage } from '@/features/locations/LocationsPage'
import { locationsQuery } from '@/shared/locations'

export const Route = createFileRoute('/_auth/settings/locations')({
  staticData: { says: ['settings'] },
  // What only this page reads is no part of the first load.
  codeSplitGroupings: [['loader', 'component']],
  loader: ({ context }) => {
    void context.queryClient.prefetchQuery(locationsQuery)
  },
  component: LocationsPage,
})
