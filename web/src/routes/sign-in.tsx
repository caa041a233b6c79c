import { createFileRoute, redirect } from '@tanstack/react-router'
import { renew, restore } from '@/api/session'
import { SignInPage } from '@/features/auth/SignInPage'
import { wordsFor } from '@/shared/problem'
import { textOf } from '@/shared/search'

type Search = {
  next?: string
  ended?: boolean
  create?: boolean
  forgotten?: boolean
  /** The provider of accounts sent this browser back, with a session. */
  entered?: boolean
  /** Or without one: the code of why not. */
  refused?: string
}

/** Only a path of this client: never `//elsewhere`. */
const ownPath = (value: unknown) => {
  const path = textOf(value)
  return path && /^\/(?![/\\])/.test(path) ? path : undefined
}

export const Route = createFileRoute('/sign-in')({
  staticData: { says: ['door'] },
  validateSearch: (search: Record<string, unknown>): Search => {
    const next = ownPath(search.next)
    const refused = textOf(search.refused)
    return {
      ...(next ? { next } : {}),
      ...(search.ended === true ? { ended: true } : {}),
      ...(search.create === true ? { create: true } : {}),
      ...(search.forgotten === true ? { forgotten: true } : {}),
      ...(search.entered === true ? { entered: true } : {}),
      ...(refused ? { refused } : {}),
    }
  },
  beforeLoad: async ({ search }) => {
    // Unreachable services are no reason to hide the form.
    const signedIn = await (search.entered ? renew() : restore()).catch(() => false)
    if (signedIn) throw redirect({ href: search.next ?? '/' })
    await wordsFor([search.refused])
  },
  component: SignIn,
})

function SignIn() {
  const search = Route.useSearch()
  return (
    <SignInPage
      next={search.next ?? '/'}
      ended={search.ended ?? false}
      refused={search.refused}
      way={search.create ? 'create' : search.forgotten ? 'forgotten' : undefined}
    />
  )
}
