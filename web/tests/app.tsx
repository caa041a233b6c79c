import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { vi } from 'vitest'
import { createQueryClient } from '@/query-client'
import { createAppRouter } from '@/router'
import { chooseLanguage, type Language } from '@/shared/i18n'
import { type Shop, ShopContext } from '@/shared/shop/use-shop'
import { theme } from '@/shared/theme/theme'

/** A shop, far enough from UTC that its day often is another. */
export const shop: Shop = {
  name: 'Corner shop',
  address: '1 High Street',
  currency: 'EUR',
  time_zone: 'Pacific/Auckland',
  country: 'GB',
  prices_include_tax: true,
  default_target: 0.95,
  opening_days: [1, 2, 3, 4, 5, 6],
  short_stock: 'refuse',
  open_role: 'user',
  weight_code_layout: null,
  version: 4,
  updated_at: '2026-01-05T10:00:00Z',
}

export const user = {
  id: 1,
  name: 'Camille',
  email: 'camille@example.com',
  role: 'admin',
  is_active: true,
  created_at: '2026-01-05T10:00:00Z',
}

/** As auth_svc makes them, as far as the client reads them. */
export const tokenOf = (id: number) => `head.${btoa(JSON.stringify({ sub: String(id) }))}.signature`

/** Draws a component with what every page has around it, in the given language and shop. */
export function draw(content: ReactNode, language: Language = 'en', changes: Partial<Shop> = {}) {
  chooseLanguage(language)
  return render(
    <MantineProvider theme={theme} env="test">
      <QueryClientProvider client={createQueryClient()}>
        <ShopContext value={{ ...shop, ...changes }}>{content}</ShopContext>
        <Notifications />
      </QueryClientProvider>
    </MantineProvider>,
  )
}

/** Opens the whole client at an address, as somebody who is signed in; `answers` are the services'. */
export function open(address: string, answers: Record<string, Answer>, language: Language = 'en') {
  chooseLanguage(language)
  localStorage.setItem('previstock.session', '1')
  window.history.pushState({}, '', address)
  const sent = answer({
    'POST /api/auth/refresh': () =>
      Response.json({ access_token: tokenOf(user.id), expires_in: 900 }),
    'GET /api/auth/me': () => Response.json(user),
    'GET /api/auth/shop': () => Response.json(shop),
    'GET /api/auth/names': () => Response.json([]),
    ...answers,
  })
  const client = createQueryClient()
  render(
    <MantineProvider theme={theme} env="test">
      <QueryClientProvider client={client}>
        <RouterProvider router={createAppRouter(client)} />
        <Notifications />
      </QueryClientProvider>
    </MantineProvider>,
  )
  return { sent, client }
}

type Answer = (request: Request) => Response | Promise<Response>

/** Answers `fetch` by "METHOD /path"; keeps what was sent. */
export function answer(routes: Record<string, Answer>) {
  const sent: Request[] = []
  vi.stubGlobal('fetch', async (input: RequestInfo, init?: RequestInit) => {
    const request = new Request(input, init)
    sent.push(request.clone())
    const route = routes[`${request.method} ${new URL(request.url).pathname}`]
    if (!route) throw new TypeError(`no answer for ${request.method} ${request.url}`)
    return route(request)
  })
  return sent
}

/** An error as the services answer it. */
export function problem(status: number, code: string, more: object = {}) {
  const body = {
    type: '',
    title: code,
    status,
    detail: code,
    instance: '',
    code,
    params: {},
    errors: [],
  }
  return Response.json({ ...body, ...more }, { status })
}
