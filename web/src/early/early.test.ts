import { QueryClient } from '@tanstack/react-query'
import { waitFor } from '@testing-library/react'
import { beforeEach, expect, test, vi } from 'vitest'
import { locationsQuery } from '@/shared/locations'
import { shopQuery } from '@/shared/shop/queries'
import { meQuery } from '@/shared/user'
import { open } from '../../tests/app'
import { filesAt, pack } from './pages'
import { addressOf, pageRoutes } from './plugin'
import { PAGE_READS, readsAt } from './reads'
import { askEarly, FIRST_READS } from './session'

const page = (...both: string[]) => ({ both: both.map((name) => `assets/${name}`), en: [], fr: [] })
const words = { en: ['assets/start.en.js'], fr: ['assets/start.fr.js'] }
const pages = pack({
  around: { ...page('shell.js'), ...words },
  inside: [
    ['/products/prices', page('prices.js')],
    ['/products/$', page('product.js')],
  ],
  outside: [['/sign-in', { ...page('door.js', 'door.css'), ...words }]],
})
const filesOf = (path: string, language: 'en' | 'fr', isSignedIn = true) =>
  filesAt(pages, path, language, isSignedIn).map((file) => file.replace('assets/', ''))

beforeEach(() => {
  localStorage.clear()
  localStorage.setItem('previstock.session', '1')
})

test('a page is found by its address, and what is fixed goes before what differs', () => {
  expect(filesOf('/products/prices', 'fr')).toEqual(['shell.js', 'start.fr.js', 'prices.js'])
  expect(filesOf('/products/16/', 'en')).toEqual(['shell.js', 'start.en.js', 'product.js'])
})

test('who is not signed in will see the door, and nothing is asked for a page that is none', () => {
  const door = ['door.js', 'door.css', 'start.en.js']
  expect(filesOf('/products/16', 'en', false)).toEqual(door)
  expect(filesOf('/sign-in', 'en', false)).toEqual(door)
  expect(filesOf('/products/16/17', 'en')).toEqual([])
})

test('every route has an address of its own', () => {
  expect(addressOf('_auth/index.tsx')).toBe('/')
  expect(addressOf('_auth/orders.$orderId.receive.tsx')).toBe('/orders/$/receive')
  expect(addressOf('_auth/orders.$orderId.index.tsx')).toBe('/orders/$')
  const addresses = pageRoutes().map(addressOf)
  expect(new Set(addresses).size).toBe(addresses.length)
  expect(addresses).toContain('/sales/new')
})

/** What is asked for, in its order, and the token that it was asked with. */
function serve(refresh: () => Promise<Response>) {
  const asked: [string, string | null][] = []
  vi.stubGlobal('fetch', (input: RequestInfo, init?: RequestInit) => {
    const { url, headers } = new Request(input, init)
    const { pathname, search } = new URL(url)
    asked.push([pathname + search, headers.get('Authorization')])
    return pathname === '/api/auth/refresh' ? refresh() : Promise.resolve(Response.json([]))
  })
  return asked
}

test('the session is asked for before the files, and what every page waits for right after', async () => {
  const order: string[] = []
  const asked = serve(() => {
    order.push('session')
    return Promise.resolve(Response.json({ access_token: 'new', expires_in: 900 }))
  })

  const early = askEarly(() => order.push('files'))
  await early?.refresh

  expect(order).toEqual(['session', 'files'])
  expect(asked).toEqual([
    ['/api/auth/refresh', null],
    ...FIRST_READS.map((path) => [path, 'Bearer new']),
  ])
})

test('for a stranger nothing is asked for but the files', () => {
  localStorage.clear()
  const asked = serve(() => Promise.reject(new TypeError()))
  const onSent = vi.fn()

  expect(askEarly(onSent)).toBeUndefined()

  expect(onSent).toHaveBeenCalledTimes(1)
  expect(asked).toEqual([])
})

test('a session that is over has no answers', async () => {
  const asked = serve(() => Promise.resolve(Response.json({}, { status: 401 })))

  const answer = await askEarly(() => undefined)?.refresh

  expect(answer?.status).toBe(401)
  expect(asked).toHaveLength(1)
})

test('what is asked for early is what the queries of every page ask for', async () => {
  const asked = serve(() => Promise.reject(new TypeError()))
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })

  await client.prefetchQuery(shopQuery)
  await client.prefetchQuery(meQuery)
  await client.prefetchQuery(locationsQuery)

  expect(asked.map(([path]) => path)).toEqual(FIRST_READS)
})

test.each(Object.keys(PAGE_READS))('the page %s asks for what was read early', async (address) => {
  const path = address.replaceAll('$', '16')
  const { sent } = open(path, {}, 'fr')

  const asked = () => sent.map(({ url }) => url.replace(window.location.origin, ''))
  await waitFor(() => expect(asked()).toEqual(expect.arrayContaining(readsAt(path, 'fr'))))
})

test('what is no id has no reads', () => {
  expect(readsAt('/orders/16', 'en')).toContain('/api/purchase-orders/16')
  expect(readsAt('/orders/new', 'en')).toEqual([])
})
