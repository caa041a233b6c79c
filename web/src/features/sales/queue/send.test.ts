import 'fake-indexeddb/auto'
import { locks } from 'node:worker_threads'
import { IDBFactory } from 'fake-indexeddb'
import { beforeEach, expect, test, vi } from 'vitest'
import { answer, problem, tokenOf } from '../../../../tests/app'
import { tea } from '../../../../tests/goods'
import type { Entry } from './entry'

type Queue = typeof import('./send') & typeof import('./store')

/** The till of a browser that starts anew; `wipe` forgets what was kept before. */
async function start(wipe = true): Promise<Queue> {
  if (wipe) vi.stubGlobal('indexedDB', new IDBFactory())
  vi.resetModules()
  // Where failures become what the client calls them.
  await import('@/query-client')
  return { ...(await import('./send')), ...(await import('./store')) }
}

const entry = (key: string, changes: Partial<Entry> = {}): Entry => ({
  key,
  user: 1,
  userName: 'Camille',
  at: `2026-06-01T10:00:0${key}Z`,
  location: null,
  lines: [{ key: 'l', product: tea as never, quantity: 2 }],
  total: 8.4,
  correct: false,
  state: 'waiting',
  tried: null,
  cancel: false,
  refusal: null,
  order: null,
  changed: new Date().toISOString(),
  ...changes,
})

/** A service that records each key once, as the real one does; `lost` of its answers do not arrive. */
function service({ lost = 0, user = 1 } = {}) {
  const orders = new Map<string, number>()
  const voided: number[] = []
  const posted: string[] = []
  const state = { lost, user, away: false }
  answer({
    'POST /api/auth/refresh': () => {
      if (state.away) throw new TypeError('away')
      return Response.json({ access_token: tokenOf(state.user), expires_in: 900 })
    },
    'POST /api/sales/orders': (request) => {
      if (state.away) throw new TypeError('away')
      const key = request.headers.get('Idempotency-Key') ?? ''
      posted.push(key)
      orders.set(key, orders.get(key) ?? orders.size + 1)
      if (state.lost-- > 0) throw new TypeError('lost')
      return Response.json({ id: orders.get(key) }, { status: 201 })
    },
    ...Object.fromEntries(
      [1, 2, 3].map((id) => [
        `POST /api/sales/orders/${id}/void`,
        () => {
          if (state.away) throw new TypeError('away')
          voided.push(id)
          return Response.json({ id, voided: true })
        },
      ]),
    ),
  })
  return { orders, voided, posted, state }
}

const states = async (queue: Queue) =>
  (await queue.allBaskets()).map(({ key, state }) => `${key} ${state}`)

beforeEach(() => localStorage.setItem('previstock.session', '1'))

test('a basket whose answer was lost is sent again under its key, and recorded once', async () => {
  const { orders, posted } = service({ lost: 1 })
  const queue = await start()
  await queue.keepBasket(entry('1'))
  await queue.keepBasket(entry('2'))

  expect(await queue.sendBaskets(1, 'undo')).toBe(false)
  expect(await states(queue)).toEqual(['1 waiting', '2 waiting'])
  // As after the browser's end: nothing but what was kept is there.
  const later = await start(false)
  expect(await later.sendBaskets(1, 'undo')).toBe(true)

  expect(await states(later)).toEqual(['1 recorded', '2 recorded'])
  expect(posted).toEqual(['1', '1', '2'])
  expect(orders.size).toBe(2)
})

test('of two tabs one sends', async () => {
  vi.stubGlobal('navigator', { locks, languages: ['en'] })
  const { posted } = service()
  const queue = await start()
  await queue.keepBasket(entry('1'))

  await Promise.all([queue.sendBaskets(1, 'undo'), queue.sendBaskets(1, 'undo')])

  expect(posted).toEqual(['1'])
})

test('what somebody else sold is not sent under the name of who is signed in', async () => {
  const { posted } = service({ user: 2 })
  const queue = await start()
  await queue.keepBasket(entry('1'))

  await queue.sendBaskets(2, 'undo')
  // Nor when the other person signs in while the first one's baskets are on their way.
  await queue.sendBaskets(1, 'undo')

  expect(posted).toEqual([])
  expect(await states(queue)).toEqual(['1 waiting'])
})

test('a refusal stays with its reason, and holds up nothing behind it', async () => {
  const queue = await start()
  answer({
    'POST /api/auth/refresh': () => Response.json({ access_token: tokenOf(1), expires_in: 900 }),
    'POST /api/sales/orders': (request) =>
      request.headers.get('Idempotency-Key') === '1'
        ? problem(409, 'basket_refused', {
            errors: [{ field: 'lines.0.quantity', code: 'insufficient_stock', message: '' }],
          })
        : Response.json({ id: 5 }, { status: 201 }),
  })
  await queue.keepBasket(entry('1'))
  await queue.keepBasket(entry('2'))

  expect(await queue.sendBaskets(1, 'undo')).toBe(true)

  expect(await states(queue)).toEqual(['1 refused', '2 recorded'])
  const refused = await queue.oneBasket('1')
  expect(refused?.refusal?.errors[0]?.code).toBe('insufficient_stock')
  await queue.cancelBasket('1')
  expect(await states(queue)).toEqual(['1 cancelled', '2 recorded'])
})

test.each([
  ['an expired session', () => problem(401, 'not_authenticated')],
  ['a network that answers itself', () => new Response('<p>Sign in to the Wi-Fi', { status: 200 })],
  ['a proxy that knows nothing', () => new Response('<p>Not found', { status: 404 })],
  ['a service that is away', () => problem(503, 'unavailable')],
  ['the first request still on its way', () => problem(409, 'idempotency_key_in_flight')],
])('%s is no word about the basket: it waits', async (_, said) => {
  answer({
    'POST /api/auth/refresh': () => Response.json({ access_token: tokenOf(1), expires_in: 900 }),
    'POST /api/sales/orders': said,
  })
  const queue = await start()
  await queue.keepBasket(entry('1'))

  expect(await queue.sendBaskets(1, 'undo')).toBe(false)
  expect(await states(queue)).toEqual(['1 waiting'])
})

test('what never left this device is cancelled at once', async () => {
  const { posted } = service()
  const queue = await start()
  await queue.keepBasket(entry('1'))

  await queue.cancelBasket('1')
  await queue.sendBaskets(1, 'undo')

  expect(await states(queue)).toEqual(['1 cancelled'])
  expect(posted).toEqual([])
})

test('what may be recorded is called cancelled once the service has taken it back', async () => {
  const { orders, voided, state } = service({ lost: 1 })
  const queue = await start()
  await queue.keepBasket(entry('1'))
  await queue.sendBaskets(1, 'undo')

  state.away = true
  await queue.cancelBasket('1')
  await queue.sendBaskets(1, 'undo')
  expect(await states(queue)).toEqual(['1 waiting'])

  state.away = false
  await queue.sendBaskets(1, 'undo')
  expect(await states(queue)).toEqual(['1 cancelled'])
  expect([orders.size, voided]).toEqual([1, [1]])
})

test('a recorded basket is taken back, also when the network is away for a while', async () => {
  const { voided, state } = service()
  const queue = await start()
  await queue.keepBasket(entry('1'))
  await queue.sendBaskets(1, 'undo')
  state.away = true
  await queue.cancelBasket('1')
  await queue.sendBaskets(1, 'undo')
  expect(await states(queue)).toEqual(['1 recorded'])

  state.away = false
  await queue.sendBaskets(1, 'undo')
  expect(await states(queue)).toEqual(['1 cancelled'])
  expect(voided).toEqual([1])
})

test('what may have been recorded longer ago than keys are kept is asked of a person', async () => {
  const { posted } = service()
  const queue = await start()
  await queue.keepBasket(entry('1', { tried: '2026-01-01T10:00:00Z' }))
  await queue.keepBasket(entry('2', { at: '2026-01-01T10:00:00Z' }))

  await queue.sendBaskets(1, 'undo')

  expect(posted).toEqual(['2'])
  expect((await queue.oneBasket('1'))?.refusal?.code).toBe('basket_too_old')
})
