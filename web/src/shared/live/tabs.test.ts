import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Told } from './follow'
import { amongTabs } from './tabs'

/** Tabs of one browser: each hears what the others say, and one after another has the lock. */
let tabs: Set<{ onmessage: ((event: { data: unknown }) => void) | null }>
let waiting: (() => void)[]
let held: boolean

beforeEach(() => {
  tabs = new Set()
  waiting = []
  held = false
  vi.stubGlobal(
    'BroadcastChannel',
    class {
      onmessage: ((event: { data: unknown }) => void) | null = null
      constructor() {
        tabs.add(this)
      }
      postMessage(data: unknown) {
        for (const tab of tabs) if (tab !== this) tab.onmessage?.({ data })
      }
      close() {
        tabs.delete(this)
      }
    },
  )
  const request = async (_name: string, _options: object, lead: () => Promise<void>) => {
    if (held) await new Promise<void>((done) => waiting.push(done))
    held = true
    await lead()
    held = false
    waiting.shift()?.()
  }
  vi.stubGlobal('navigator', { locks: { request } })
})

afterEach(() => vi.unstubAllGlobals())

function tab() {
  const heard: Told[] = []
  const leaving = new AbortController()
  const streams: ((told: Told) => void)[] = []
  const follow = (signal: AbortSignal, tell: (told: Told) => void) => {
    streams.push(tell)
    return new Promise<void>((done) => signal.addEventListener('abort', () => done()))
  }
  amongTabs(leaving.signal, follow, (told) => heard.push(told))
  return { heard, leaving, streams }
}

test('one tab follows for all, and who comes later learns how it is', async () => {
  const [first, second] = [tab(), tab()]
  first.streams[0]?.({ live: true })
  first.streams[0]?.({ kinds: ['sales'] })
  const third = tab()

  expect([first, second, third].map(({ streams }) => streams.length)).toEqual([1, 0, 0])
  expect(first.heard).toEqual([{ live: true }, { kinds: ['sales'] }])
  expect(second.heard.slice(0, 2)).toEqual([{ live: true }, { kinds: ['sales'] }])
  expect(third.heard).toEqual([{ live: true }])
})

test('when the tab that follows is closed another does, and says that all may have missed something', async () => {
  const [first, second] = [tab(), tab()]
  first.streams[0]?.({ live: true })
  first.leaving.abort()
  await vi.waitFor(() => expect(second.streams).toHaveLength(1))

  expect(second.heard).toEqual([{ live: true }, { live: false }])
  const third = tab()
  second.streams[0]?.({ live: true })
  second.streams[0]?.({ live: true })
  const news = [{ live: true }, { missed: true }, { live: true }]
  expect(second.heard.slice(2)).toEqual(news)
  expect(third.heard).toEqual(news)
})

test('without locks each tab follows for itself', () => {
  vi.stubGlobal('navigator', {})
  expect([tab(), tab()].map(({ streams }) => streams.length)).toEqual([1, 1])
})
