import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { createFileRoute, Outlet, redirect, useRouter } from '@tanstack/react-router'
import { lazy, Suspense, useEffect } from 'react'
import { onSessionEnd, restore, signOut } from '@/api/session'
import { forgetTill, loadBanner } from '@/features/sales/queue/banner'
import { Shell } from '@/features/shell/Shell'
import { forgetKnown, keepKnown, orLastKnown } from '@/shared/last-known'
import { shopQuery } from '@/shared/shop/queries'
import { ShopContext } from '@/shared/shop/use-shop'
import { meQuery } from '@/shared/user'

const QueueBanner = lazy(loadBanner)

export const Route = createFileRoute('/_auth')({
  beforeLoad: async ({ location }) => {
    if (!(await orLastKnown(restore(), () => true))) {
      const next = location.href === '/' ? {} : { next: location.href }
      throw redirect({ to: '/sign-in', search: next })
    }
  },
  // Beside the page's own code and data, not before them.
  loader: async ({ context: { queryClient } }) => {
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
    return { shop }
  },
  component: SignedIn,
})

/** What one person saw must not be there for the next. */
function forget(queryClient: QueryClient) {
  queryClient.clear()
  forgetKnown()
  // Its code may be out of reach at this moment; whoever comes next replaces what it kept.
  void forgetTill().catch(() => undefined)
}

function SignedIn() {
  const loaded = Route.useLoaderData()
  // What was read last stands in while a session ends and everything is forgotten.
  const { data: shop = loaded.shop } = useQuery(shopQuery)
  const router = useRouter()
  const queryClient = useQueryClient()

  useEffect(
    () =>
      onSessionEnd(() => {
        forget(queryClient)
        const next = router.state.location.href
        void router.navigate({ to: '/sign-in', search: { next, ended: true }, ignoreBlocker: true })
      }),
    [router, queryClient],
  )

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
      <Shell onSignOut={() => void leave()}>
        <Suspense>
          <QueueBanner />
        </Suspense>
        <Outlet />
      </Shell>
    </ShopContext>
  )
}
