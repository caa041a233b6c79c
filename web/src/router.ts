import type { QueryClient } from '@tanstack/react-query'
import { createRouter } from '@tanstack/react-router'
import { LoadFailed } from './features/shell/LoadFailed'
import { NotFound } from './features/shell/NotFound'
import { routeTree } from './routeTree.gen'
import { followPage, watchHistory } from './shared/ui/dialog-history'

export function createAppRouter(queryClient: QueryClient) {
  watchHistory()
  const router = createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: 'intent',
    // The query cache decides what is fresh; the router must not keep a second copy.
    defaultPreloadStaleTime: 0,
    // What no reader of an address knows is taken out of it.
    search: { strict: true },
    scrollRestoration: true,
    defaultErrorComponent: LoadFailed,
    defaultNotFoundComponent: NotFound,
  })
  followPage(() => router.history.location.state)
  return router
}

/** Asks for the code of the page that the address names: of one behind the sign-in, where somebody is. */
export function loadCode(router: ReturnType<typeof createAppRouter>, isSignedIn: boolean): void {
  const matches = router.matchRoutes(router.latestLocation)
  const routes = matches.flatMap(({ routeId }) => router.routesById[routeId as '/_auth'] ?? [])
  if (!isSignedIn && matches.some(({ routeId }) => routeId === '/_auth')) return
  // What cannot be had is asked for again, and said, when the page is opened.
  for (const route of routes) router.loadRouteChunk(route)?.catch(() => undefined)
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
}
