import './shared/theme/styles'
import { MantineProvider } from '@mantine/core'
import type { NotificationsProps } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { type ComponentType, lazy, StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { restore } from './api/session'
import { createQueryClient } from './query-client'
import { createAppRouter } from './router'
import { i18nReady } from './shared/i18n'
import { cssVariables, theme } from './shared/theme/theme'

// On its way while React starts; whoever needs the session waits for this same request.
void restore().catch(() => undefined)

// After an update of the server the pages not yet opened have new names: start afresh, once.
window.addEventListener('vite:preloadError', (event) => {
  // Without a network there is nothing newer: the page that is here stays, and says what is missing.
  if (!navigator.onLine) return
  const last = Number(sessionStorage.getItem('previstock.reloaded'))
  if (Date.now() - last < 10_000) return
  sessionStorage.setItem('previstock.reloaded', String(Date.now()))
  event.preventDefault()
  window.location.reload()
})

// The page may add styles of its own under the nonce of this answer alone.
const nonce = document.querySelector<HTMLElement>('[property="csp-nonce"]')?.nonce ?? ''
// Where the library that holds the page still behind a dialog looks for it.
Object.assign(window, { __webpack_nonce__: nonce })

// Nothing is announced before somebody has done something: what draws it may come after the page,
// and a page without it is better than none.
const Notifications = lazy<ComponentType<NotificationsProps>>(() =>
  import('@mantine/notifications')
    .then((library) => ({ default: library.Notifications }))
    .catch(() => ({ default: () => null })),
)

const queryClient = createQueryClient()
const router = createAppRouter(queryClient)
const root = document.getElementById('root')

// No page is seen in one language and then in another.
void i18nReady.then(() => {
  if (!root) return
  createRoot(root).render(
    <StrictMode>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariables}
        defaultColorScheme="auto"
        getStyleNonce={() => nonce}
      >
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
          <Suspense>
            <Notifications position="bottom-right" limit={3} />
          </Suspense>
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  )
})
