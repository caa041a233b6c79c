import './shared/theme/styles'
import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { mayBeSignedIn } from './api/refresh'
import { restore } from './api/session'
import { createQueryClient } from './query-client'
import { createAppRouter, loadCode } from './router'
import { i18nReady } from './shared/i18n'
import { fetchRules } from './shared/rules'
import { theme } from './shared/theme/theme'
import { Announcements } from './shared/ui/Announcements'

// On its way while React starts; whoever needs the session waits for this same request.
void restore().catch(() => undefined)

// The font comes after the script, which everything waits for: what is drawn first does without it.
void document.fonts?.load('1rem Inter').catch(() => undefined)

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

const queryClient = createQueryClient()
const router = createAppRouter(queryClient)
const root = document.getElementById('root')

// The page's code does not wait for the words and the session.
loadCode(router, mayBeSignedIn())

document.addEventListener('focusin', fetchRules)

// The page's data is asked for before React has begun, and what stands there stays until the page
// is there; none is seen in one language and then in another.
void Promise.allSettled([i18nReady, router.load()]).then(() => {
  if (!root) return
  createRoot(root).render(
    <StrictMode>
      <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => nonce}>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
          <Announcements />
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  )
})
