import { createFileRoute } from '@tanstack/react-router'
import { LocationsPage } from '@/features/locations/LocationsPage'
import { locationsQuery } from '@/shared/locations'

export const Route = createFileRoute('/_auth/settings/locations')({
  loader: ({ context }) => {
    void context.queryClient.prefetchQuery(locationsQuery)
  },
  component: LocationsPage,
})
