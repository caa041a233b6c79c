import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { createFileRoute, Outlet, redirect, useRouter } from '@tanstack/react-router'
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react'
import { holdRequests, onSessionEnd, restore, signOut } from '@/api/session'
import { forgetTill, loadBanner } from '@/features/sales/queue/banner'
import { Shell } from '@/features/shell/Shell'
import { withTexts } from '@/shared/i18n'
import { isKept } from '@/shared/kept-values'
import { forgetKnown, keepKnown, orLastKnown } from '@/shared/last-known'
import { locationsSoon } from '@/shared/locations'
import { shopQuery } from '@/shared/shop/queries'
import { ShopContext } from '@/shared/shop/use-shop'
import { meQuery, type User } from '@/shared/user'

const QueueBanner = lazy(loadBanner)
const SignInAgain = lazy(() =>
  withTexts(import('@/features/auth/SignInAgain'), 'door').then((part) => ({
    default: part.SignInAgain,
  })),
)

export const Route = createFileRoute('/_auth')({
  beforeLoad: async ({ location }) => {
    if (!(await orLastKnown(restore(), () => true))) {
      const next = location.href === '/' ? {} : { next: location.href }
      throw redirect({ to: '/sign-in', search: next })
    }
  },
  // Beside the page's own code and data, not before them.
  loader: async ({ context: { queryClient } }) => {
    const places = locationsSoon(queryClient)
    const read = Promise.all([
      queryClient.ensureQueryData({ ...shopQuery, revalidateIfStale: true }),
      queryClient.ensureQueryData(meQuery),
    ])
    const [shop, user] = await orLastKnown(read, (known) => {
      queryClient.setQueryData(shopQuery.queryKey, known.shop, { updatedAt: 0 })
      queryClient.setQueryData(meQuery.queryKey, known.user)
      return [known.shop, known.user]
    })
    keepKnown({ user, shop })
    await places
    return { shop }
  },
  component: SignedIn,
})

/** What one person saw must not be there for the next. */
function forget(queryClient: QueryClient) {
  queryClient.clear()
  forgetStored()
}

function forgetStored() {
  forgetKnown()
  // Its code may be out of reach at this moment; whoever comes next replaces what it kept.
  void forgetTill().catch(() => undefined)
}

/** Something is being filled in that would be gone with its page, and does not keep itself. */
const isFilledIn = () => !isKept() && document.querySelector('[role="dialog"], main form') !== null

function SignedIn() {
  const loaded = Route.useLoaderData()
  // What was read last stands in while a session ends and everything is forgotten.
  const { data: shop = loaded.shop } = useQuery(shopQuery)
  const router = useRouter()
  const queryClient = useQueryClient()

  /** Whose page it is, while they sign in again over it. */
  const [owner, setOwner] = useState<User | null>(null)
  const release = useRef<(() => boolean) | null>(null)
  /** Another one has nothing of what was there before. */
  const [turn, setTurn] = useState(0)

  const toDoor = useCallback(() => {
    release.current?.()
    release.current = null
    setOwner(null)
    forget(queryClient)
    const next = router.state.location.href
    void router.navigate({ to: '/sign-in', search: { next, ended: true }, ignoreBlocker: true })
  }, [router, queryClient])

  useEffect(() => {
    function end(ending: 'over' | 'left') {
      if (release.current) return
      const user = queryClient.getQueryData(meQuery.queryKey)
      if (ending === 'left' || !user || !isFilledIn()) return toDoor()
      forgetStored()
      release.current = holdRequests()
      setOwner(user)
    }
    // After the forms that keep themselves have done so.
    return onSessionEnd((ending) => queueMicrotask(() => end(ending)))
  }, [queryClient, toDoor])

  function goOn() {
    const isSame = release.current?.()
    release.current = null
    if (isSame && owner) {
      keepKnown({ user: owner, shop })
      void queryClient.invalidateQueries()
    } else {
      forget(queryClient)
      setTurn(turn + 1)
      void router.navigate({ to: '/', ignoreBlocker: true }).then(() => router.invalidate())
    }
    setOwner(null)
  }

  // What tells of changes may come after the page, and a page without it asks when it is opened.
  useEffect(() => {
    const leaving = new AbortController()
    void import('@/shared/live/live').then(
      ({ startLive }) => leaving.signal.aborted || startLive(queryClient, leaving.signal),
      () => undefined,
    )
    return () => leaving.abort()
  }, [queryClient])

  async function leave() {
    await signOut()
    forget(queryClient)
    await router.navigate({ to: '/sign-in', ignoreBlocker: true })
  }

  return (
    <ShopContext value={shop}>
      <Shell key={turn} onSignOut={() => void leave()}>
        <Suspense>
          <QueueBanner />
        </Suspense>
        <Outlet />
      </Shell>
      {owner ? (
        <Suspense>
          <SignInAgain email={owner.email} onDone={goOn} onLeave={toDoor} />
        </Suspense>
      ) : null}
    </ShopContext>
  )
}
