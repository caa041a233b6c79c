import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Told } from './follow'

const { POLL_MS, startLive } = await vi.importActual<typeof import('./live')>('./live')

let client: QueryClient
let tell: (told: Told) => void
let stopping: AbortController
const stops: (() => void)[] = []

beforeEach(() => {
  vi.useFakeTimers()
  client = new QueryClient()
  stopping = new AbortController()
  startLive(client, stopping.signal, (_signal, listener) => {
    tell = listener
  })
})

afterEach(() => {
  stopping.abort()
  for (const stop of stops.splice(0)) stop()
  client.clear()
  vi.useRealTimers()
})

/** A page that shows this, and how often it has asked for it. */
async function shown(...queryKey: string[]) {
  const ask = vi.fn(async () => 1)
  const observer = new QueryObserver(client, { queryKey, queryFn: ask, staleTime: 60_000 })
  stops.push(observer.subscribe(() => undefined))
  await vi.advanceTimersByTimeAsync(0)
  ask.mockClear()
  return ask
}

test('a page reads again what it shows of what happened, once for many, and nothing else', async () => {
  const [sales, suppliers, advice] = await Promise.all([
    shown('sales', 'list'),
    shown('suppliers'),
    shown('advice'),
  ])
  tell({ live: true })
  tell({ kinds: ['sales'] })
  tell({ kinds: ['sales', 'stock'] })
  await vi.advanceTimersByTimeAsync(999)

  expect(sales).toHaveBeenCalledOnce()
  expect(suppliers).not.toHaveBeenCalled()
  // Each sale would have everything to order worked out anew.
  expect(advice).not.toHaveBeenCalled()
  expect(client.getQueryState(['advice'])?.isInvalidated).toBe(true)
})

test('nobody asks while it is live; while it is not, every page asks by itself', async () => {
  const sales = await shown('sales')
  tell({ live: true })
  await vi.advanceTimersByTimeAsync(10 * POLL_MS)
  expect(sales).not.toHaveBeenCalled()

  tell({ live: false })
  await vi.advanceTimersByTimeAsync(2 * POLL_MS)
  expect(sales).toHaveBeenCalledTimes(2)

  tell({ live: true })
  await vi.advanceTimersByTimeAsync(10 * POLL_MS)
  expect(sales).toHaveBeenCalledTimes(2)
})

test('whoever missed something reads everything anew', async () => {
  const [sales, counts] = await Promise.all([shown('sales'), shown('counts')])
  tell({ missed: true })
  await vi.advanceTimersByTimeAsync(0)
  expect(sales).toHaveBeenCalledOnce()
  expect(counts).toHaveBeenCalledOnce()
})

test('after leaving nothing is asked any more', async () => {
  const sales = await shown('sales')
  stopping.abort()
  await vi.advanceTimersByTimeAsync(3 * POLL_MS)
  expect(sales).not.toHaveBeenCalled()
})
