import { beforeEach, expect, test, vi } from 'vitest'
import type { ApiError } from './errors'

type Handler = (request: Request) => Response | Promise<Response>

/** Routes by the last part of the path; remembers what was asked. */
function serve(handlers: Record<string, Handler>) {
  const seen: Request[] = []
  vi.stubGlobal('fetch', async (input: RequestInfo, init?: RequestInit) => {
    const request = new Request(input, init)
    seen.push(request.clone())
    const name = new URL(request.url).pathname.split('/').at(-1) ?? ''
    const handler = handlers[name]
    if (!handler) throw new TypeError(`no route for ${name}`)
    return handler(request)
  })
  return {
    count: (name: string) => seen.filter((request) => request.url.endsWith(`/${name}`)).length,
  }
}

const tokens = (name: string, expires_in = 900) => Response.json({ access_token: name, expires_in })
const refused = () =>
  Response.json({ status: 401, code: 'refresh_refused', title: 'no' }, { status: 401 })
const onlyWith =
  (token: string): Handler =>
  async (request) =>
    request.headers.get('Authorization') === `Bearer ${token}`
      ? Response.json({ body: await request.text() })
      : refused()

// Its state is the module's, so every test gets a fresh one.
async function freshSession() {
  vi.resetModules()
  return import('./session')
}

beforeEach(() => {
  localStorage.clear()
  window.previstockEarly = undefined
})

test('three requests refused at once cause one refresh, and each is sent again with its body', async () => {
  const server = serve({
    login: () => tokens('old'),
    refresh: async () => {
      await new Promise((resolve) => setTimeout(resolve, 5))
      return tokens('new')
    },
    sales: onlyWith('new'),
  })
  const session = await freshSession()
  await session.signIn('a@example.com', 'secret-password')

  const answers = await Promise.all(
    ['one', 'two', 'three'].map(async (body) => {
      const answer = await session.sessionFetch('http://localhost/api/sales', {
        method: 'POST',
        body,
      })
      return ((await answer.json()) as { body: string }).body
    }),
  )

  expect(answers).toEqual(['one', 'two', 'three'])
  expect(server.count('refresh')).toBe(1)
  expect(server.count('sales')).toBe(6)
})

test('a token about to end is renewed before the request is sent', async () => {
  const server = serve({
    login: () => tokens('old', 10),
    refresh: () => tokens('new'),
    sales: onlyWith('new'),
  })
  const session = await freshSession()
  await session.signIn('a@example.com', 'secret-password')

  const answer = await session.sessionFetch('http://localhost/api/sales')

  expect(answer.status).toBe(200)
  expect(server.count('sales')).toBe(1)
})

test('a wrong password is an error and asks for no refresh', async () => {
  const server = serve({
    login: () => Response.json({ status: 401, code: 'bad_credentials' }, { status: 401 }),
  })
  const session = await freshSession()

  const failure = (await session.signIn('a@example.com', 'wrong').catch((e) => e)) as ApiError

  expect(failure.code).toBe('bad_credentials')
  expect(server.count('refresh')).toBe(0)
})

test('a refused refresh ends the session and says so once', async () => {
  serve({ login: () => tokens('old'), refresh: refused, sales: refused })
  const session = await freshSession()
  const ended = vi.fn()
  session.onSessionEnd(ended)
  await session.signIn('a@example.com', 'secret-password')

  const answer = await session.sessionFetch('http://localhost/api/sales')

  expect(answer.status).toBe(401)
  expect(ended).toHaveBeenCalledTimes(1)
  expect(await session.restore()).toBe(false)
})

test('signing out in another tab ends the session here too', async () => {
  serve({ login: () => tokens('old') })
  const session = await freshSession()
  const ended = vi.fn()
  session.onSessionEnd(ended)
  await session.signIn('a@example.com', 'secret-password')

  localStorage.removeItem('previstock.session')
  window.dispatchEvent(new StorageEvent('storage', { key: 'previstock.session', newValue: null }))

  expect(ended).toHaveBeenCalledTimes(1)
  expect(await session.restore()).toBe(false)
})

test('a service that restarts during a refresh does not sign anybody out', async () => {
  serve({
    login: () => tokens('old'),
    refresh: () => new Response('bad gateway', { status: 502 }),
    sales: refused,
  })
  const session = await freshSession()
  const ended = vi.fn()
  session.onSessionEnd(ended)
  await session.signIn('a@example.com', 'secret-password')

  await expect(session.sessionFetch('http://localhost/api/sales')).rejects.toMatchObject({
    code: 'unavailable',
  })
  expect(ended).not.toHaveBeenCalled()
})

test('a reload restores the session from the cookie; a first visit asks for nothing', async () => {
  const server = serve({ login: () => tokens('old'), refresh: () => tokens('new') })
  const first = await freshSession()
  expect(await first.restore()).toBe(false)
  expect(server.count('refresh')).toBe(0)
  await first.signIn('a@example.com', 'secret-password')

  const reloaded = await freshSession()

  expect(await reloaded.restore()).toBe(true)
  expect(server.count('refresh')).toBe(1)
})

/** What the early script has left, with answers to the first reads. */
function asEarly(
  refresh: Promise<Response>,
  token: string,
  answers: Record<string, Response> = {},
) {
  localStorage.setItem('previstock.session', '1')
  refresh.catch(() => undefined)
  window.previstockEarly = {
    refresh,
    token,
    answers: new Map(
      Object.entries(answers).map(([url, answer]) => [url, Promise.resolve(answer)]),
    ),
  }
}

const shop = 'http://localhost/api/auth/shop'
const read = async (session: Awaited<ReturnType<typeof freshSession>>) =>
  ((await (await session.sessionFetch(shop)).json()) as { name: string }).name

test('a session that was asked for early is taken over, and not asked for again', async () => {
  const server = serve({ refresh: () => tokens('newer'), shop: onlyWith('early') })
  asEarly(Promise.resolve(tokens('early')), 'early')
  const session = await freshSession()

  expect(await session.restore()).toBe(true)

  expect(server.count('refresh')).toBe(0)
  expect((await session.sessionFetch(shop)).status).toBe(200)
  await session.renew()
  expect(server.count('refresh')).toBe(1)
})

test('an early refusal ends the session; an early failure does not', async () => {
  serve({})
  asEarly(Promise.resolve(refused()), '')
  const over = await freshSession()
  expect(await over.restore()).toBe(false)
  expect(localStorage.getItem('previstock.session')).toBeNull()

  asEarly(Promise.reject(new TypeError('no network')), '')
  const unreachable = await freshSession()
  await expect(unreachable.restore()).rejects.toThrow('no network')
  expect(localStorage.getItem('previstock.session')).toBe('1')
})

test('an early answer is given once, and the next is asked for', async () => {
  const server = serve({ shop: () => Response.json({ name: 'later' }) })
  asEarly(Promise.resolve(tokens('early')), 'early', { [shop]: Response.json({ name: 'early' }) })
  const session = await freshSession()
  await session.restore()

  expect(await read(session)).toBe('early')
  expect(await read(session)).toBe('later')
  expect(server.count('shop')).toBe(1)
})

test('an early answer that failed is asked for again', async () => {
  serve({ shop: () => Response.json({ name: 'later' }) })
  const failed = new Response('bad gateway', { status: 502 })
  asEarly(Promise.resolve(tokens('early')), 'early', { [shop]: failed })
  const session = await freshSession()
  await session.restore()

  expect(await read(session)).toBe('later')
})

test('whoever signs in has no answer that was meant for somebody else, nor their session', async () => {
  const server = serve({
    login: () => tokens('mine'),
    refresh: () => tokens('mine too'),
    shop: () => Response.json({ name: 'later' }),
  })
  asEarly(Promise.resolve(tokens('theirs')), 'theirs', { [shop]: Response.json({ name: 'early' }) })
  const session = await freshSession()
  await session.signIn('a@example.com', 'secret-password')

  expect(await read(session)).toBe('later')
  await session.renew()
  expect(server.count('refresh')).toBe(1)
})

test('an early answer belongs to the token that it was asked with', async () => {
  serve({ refresh: () => tokens('another'), shop: () => Response.json({ name: 'later' }) })
  asEarly(Promise.resolve(tokens('early')), 'early', { [shop]: Response.json({ name: 'early' }) })
  const session = await freshSession()
  await session.restore()
  await session.renew()

  expect(await read(session)).toBe('later')
})

test('an early answer that nobody asked for in time is not shown later', async () => {
  vi.useFakeTimers()
  serve({ shop: () => Response.json({ name: 'later' }) })
  asEarly(Promise.resolve(tokens('early')), 'early', { [shop]: Response.json({ name: 'early' }) })
  const session = await freshSession()
  await session.restore()
  vi.advanceTimersByTime(11_000)
  vi.useRealTimers()

  expect(await read(session)).toBe('later')
})

test('after something was written, what was read before is not shown', async () => {
  serve({ shop: () => Response.json({ name: 'written' }) })
  asEarly(Promise.resolve(tokens('early')), 'early', { [shop]: Response.json({ name: 'early' }) })
  const session = await freshSession()
  await session.restore()
  await session.sessionFetch(shop, { method: 'PUT' })

  expect(await read(session)).toBe('written')
})

test('an answer that nobody reads is let go', async () => {
  serve({ shop: () => Response.json({ name: 'later' }) })
  const failed = new Response('bad gateway', { status: 502 })
  const cancel = vi.spyOn(failed.body as ReadableStream, 'cancel')
  asEarly(Promise.resolve(tokens('early')), 'early', { [shop]: failed })
  const session = await freshSession()
  await session.restore()
  await read(session)

  expect(cancel).toHaveBeenCalledOnce()
})

test('once all has been taken, nothing of the session is left beside it', async () => {
  serve({})
  asEarly(Promise.resolve(tokens('early')), 'early', { [shop]: Response.json({ name: 'early' }) })
  const session = await freshSession()
  await session.restore()
  await read(session)

  expect(window.previstockEarly).toBeUndefined()
})
