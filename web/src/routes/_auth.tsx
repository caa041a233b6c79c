import { useQuery, useQueryClient } from '@tanstack/react-query'
import { createFileRoute, Outlet, redirect, useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { onSessionEnd, restore, signOut } from '@/api/session'
import { Shell } from '@/features/shell/Shell'
import { shopQuery } from '@/shared/shop/queries'
import { ShopContext } from '@/shared/shop/use-shop'
import { meQuery } from '@/shared/user'

export const Route = createFileRoute('/_auth')({
  beforeLoad: async ({ location }) => {
    if (!(await restore())) {
      const next = location.href === '/' ? {} : { next: location.href }
      throw redirect({ to: '/sign-in', search: next })
    }
  },
  // Beside the page's own code and data, not before them.
  loader: async ({ context: { queryClient } }) => {
    const [shop] = await Promise.all([
      queryClient.ensureQueryData({ ...shopQuery, revalidateIfStale: true }),
      queryClient.ensureQueryData(meQuery),
    ])
    return { shop }
  },
  component: SignedIn,
})

function SignedIn() {
  const loaded = Route.useLoaderData()
  // What was read last stands in while a session ends and everything is forgotten.
  const { data: shop = loaded.shop } = useQuery(shopQuery)
  const router = useRouter()
  const queryClient = useQueryClient()

  useEffect(
    () =>
      onSessionEnd(() => {
        queryClient.clear()
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
    // What one person saw must not be there for the next.
    queryClient.clear()
    await router.navigate({ to: '/sign-in', ignoreBlocker: true })
  }

  return (
    <ShopContext value={shop}>
      <Shell onSignOut={() => void leave()}>
        <Outlet />
      </Shell>
    </ShopContext>
  )
}
