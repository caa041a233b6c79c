import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { vi } from 'vitest'
import { createQueryClient } from '@/query-client'
import { chooseLanguage, type Language } from '@/shared/i18n'
import { ShopContext } from '@/shared/shop/use-shop'
import { theme } from '@/shared/theme/theme'

/** A shop, far enough from UTC that its day often is another. */
export const shop = {
  currency: 'EUR',
  time_zone: 'Pacific/Auckland',
}

/** Draws a component with what every page has around it, in the given language and shop. */
export function draw(
  content: ReactNode,
  language: Language = 'en',
  changes: Partial<typeof shop> = {},
) {
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
