import { beforeEach, expect, test, vi } from 'vitest'
import { type ExplorerRequest, type ExplorerResponse, explorerSession } from './sign-in'

const TOKEN = 'http://localhost/api/auth/token'
const tokens = (access_token: string) =>
  JSON.stringify({ access_token, refresh_token: 'r1', expires_in: 900 })
const answer = (status: number, data: string, url = TOKEN): ExplorerResponse => ({
  url,
  ok: status < 400,
  status,
  statusText: '',
  text: data,
  data,
})
const request = (token: string): ExplorerRequest => ({
  url: '/api/sales',
  headers: { Authorization: `Bearer ${token}` },
})

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
  return () => {
    vi.useRealTimers()
  }
})

test('a token that has ended is renewed, and the one the page holds stands for it', async () => {
  const fetch = vi.fn(async () => new Response(tokens('second')))
  vi.stubGlobal('fetch', fetch)
  const session = explorerSession(() => null)
  await session.responseInterceptor(answer(200, tokens('first')))

  expect((await session.requestInterceptor(request('first'))).headers.Authorization).toBe(
    'Bearer first',
  )
  vi.setSystemTime(Date.now() + 890_000)
  const late = await session.requestInterceptor(request('first'))
  expect(late.headers.Authorization).toBe('Bearer second')
  expect(fetch).toHaveBeenCalledExactlyOnceWith(
    '/api/auth/refresh',
    expect.objectContaining({ credentials: 'omit', body: '{"refresh_token":"r1"}' }),
  )
})

test('the session of the client is neither shown nor changed', async () => {
  const session = explorerSession(() => null)
  expect((await session.requestInterceptor(request('own'))).credentials).toBe('omit')
  expect((await session.requestInterceptor(request('own'))).headers.Authorization).toBe(
    'Bearer own',
  )
})

test('who has a second factor is asked for it, and the form is sent once more with it', async () => {
  const fetch = vi.fn(async () => new Response(tokens('first')))
  vi.stubGlobal('fetch', fetch)
  const session = explorerSession(() => '123 456')
  await session.requestInterceptor({ url: TOKEN, body: 'username=a&password=b', headers: {} })

  const needed = answer(401, JSON.stringify({ code: 'second_factor_required', detail: '' }))
  const signedIn = await session.responseInterceptor(needed)

  expect(signedIn.ok).toBe(true)
  expect(fetch).toHaveBeenCalledExactlyOnceWith(
    TOKEN,
    expect.objectContaining({ body: 'username=a&password=b&second_factor=123+456' }),
  )
})

test('a refusal is told in words', async () => {
  const session = explorerSession(() => null)
  const wrong = answer(401, JSON.stringify({ code: 'bad_credentials', detail: 'Wrong password.' }))
  const told = JSON.parse((await session.responseInterceptor(wrong)).data)
  expect(told).toEqual({ error: 'bad_credentials', error_description: 'Wrong password.' })
})
