import { createFileRoute, useLocation } from '@tanstack/react-router'
import { NewAddressPage } from '@/features/auth/NewAddressPage'

export const Route = createFileRoute('/new-address')({
  staticData: { says: ['door'] },
  component: NewAddress,
})

/** The link's token stands after the #, which is sent to no server. */
function NewAddress() {
  return <NewAddressPage token={useLocation({ select: ({ hash }) => hash })} />
}
