import { createFileRoute, useLocation } from '@tanstack/react-router'
import { InvitationPage } from '@/features/auth/InvitationPage'

export const Route = createFileRoute('/invitation')({
  staticData: { says: ['door', 'people'] },
  component: Invitation,
})

/** The link's token stands after the #, which is sent to no server. */
function Invitation() {
  return <InvitationPage token={useLocation({ select: ({ hash }) => hash })} />
}
