import { createFileRoute, useLocation } from '@tanstack/react-router'
import { NewPasswordPage } from '@/features/auth/NewPasswordPage'

export const Route = createFileRoute('/new-password')({
  staticData: { says: ['door'] },
  component: NewPassword,
})

/** The link's token stands after the #, which is sent to no server. */
function NewPassword() {
  return <NewPasswordPage token={useLocation({ select: ({ hash }) => hash })} />
}
