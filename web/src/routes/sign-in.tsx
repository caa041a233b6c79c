import { createFileRoute, redirect } from '@tanstack/react-router'
import { restore } from '@/api/session'
import { SignInPage } from '@/features/auth/SignInPage'
import { textOf } from '@/shared/search'

type Search = { next?: string; ended?: boolean; create?: boolean; forgotten?: boolean }

/** Only a path of this client: never `//elsewhere`. */
const ownPath = (value: unknown) => {
  const path = textOf(value)
  return path && /^\/(?![/\\])/.test(path) ? path : undefined
}

export const Route = createFileRoute('/sign-in')({
  validateSearch: (search: Record<string, unknown>): Search => {
    const next = ownPath(search.next)
    return {
      ...(next ? { next } : {}),
      ...(search.ended === true ? { ended: true } : {}),
      ...(search.create === true ? { create: true } : {}),
      ...(search.forgotten === true ? { forgotten: true } : {}),
    }
  },
  beforeLoad: async ({ search }) => {
    // Unreachable services are no reason to hide the form.
    const signedIn = await restore().catch(() => false)
    if (signedIn) throw redirect({ href: search.next ?? '/' })
  },
  component: SignIn,
})

function SignIn() {
  const search = Route.useSearch()
  return (
    <SignInPage
      next={search.next ?? '/'}
      ended={search.ended ?? false}
      way={search.create ? 'create' : search.forgotten ? 'forgotten' : undefined}
    />
  )
}
