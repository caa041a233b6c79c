import type { QueryClient } from '@tanstack/react-query'
import { type AnyRoute, createRouter } from '@tanstack/react-router'
import { LoadFailed } from './features/shell/LoadFailed'
import { NotFound } from './features/shell/NotFound'
import { routeTree } from './routeTree.gen'
import { speakAlso } from './shared/i18n'
import type { Section } from './shared/i18n/sections'
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
  waitForWords(Object.values(router.routesById))
  return router
}

const waiting = new WeakSet<AnyRoute>()

/** A page's words come beside its code and its data, and before it is shown. */
function waitForWords(routes: readonly AnyRoute[]) {
  for (const route of routes) {
    const { loader, staticData } = route.options
    const says = staticData?.says
    if (!says || waiting.has(route)) continue
    waiting.add(route)
    route.options.loader = (given: { location: { pathname: string } }) => {
      // What its code imports is asked for beside it, not once that has come.
      window.previstockFiles?.(given.location.pathname)
      const words = speakAlso(...says)
      const data = loader?.(given)
      return words ? words.then(() => data) : data
    }
  }
}

/** Asks for the words and the code of the page that the address names: of one behind the sign-in, where somebody is. */
export function loadCode(router: ReturnType<typeof createAppRouter>, isSignedIn: boolean): void {
  const matches = router.matchRoutes(router.latestLocation)
  const routes = matches.flatMap(({ routeId }) => router.routesById[routeId as '/_auth'] ?? [])
  if (!isSignedIn && matches.some(({ routeId }) => routeId === '/_auth')) return
  // What cannot be had is asked for again, and said, when the page is opened.
  for (const route of routes) {
    speakAlso(...(route.options.staticData?.says ?? []))?.catch(() => undefined)
    router.loadRouteChunk(route)?.catch(() => undefined)
  }
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
  interface StaticDataRouteOption {
    /** What the page says beyond what every page does. */
    says?: readonly Section[]
  }
}
