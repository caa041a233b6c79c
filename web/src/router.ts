import type { QueryClient } from '@tanstack/react-query'
import { createRouter } from '@tanstack/react-router'
import { LoadFailed } from './features/shell/LoadFailed'
import { NotFound } from './features/shell/NotFound'
import { routeTree } from './routeTree.gen'

export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: 'intent',
    // The query cache decides what is fresh; the router must not keep a second copy.
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
    defaultErrorComponent: LoadFailed,
    defaultNotFoundComponent: NotFound,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
}
