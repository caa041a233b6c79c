import { afterEach, expect, test, vi } from 'vitest'
import { CHANNEL, DATABASE } from './names'

afterEach(() => vi.resetModules())

/** A browser that keeps this, and whether the banner has come. */
async function banner(names: string[]) {
  vi.stubGlobal('indexedDB', { databases: async () => names.map((name) => ({ name })) })
  const part = await import('./banner')
  let come = false
  void part.loadBanner().then(() => {
    come = true
  })
  const comes = () => vi.waitFor(() => expect(come).toBe(true), { timeout: 20_000 })
  return { ...part, comes, isThere: () => come }
}

test('who never sold on this device has no banner until the network is away', async () => {
  const { comes, isThere } = await banner(['other'])
  await new Promise((resolve) => setTimeout(resolve))
  expect(isThere()).toBe(false)
  window.dispatchEvent(new Event('offline'))
  await comes()
})

test('where the till has kept something it comes at once', async () => {
  const { comes } = await banner([DATABASE])
  await comes()
})

test('the till asks for it, and so does a tab in which something is sold', async () => {
  const { comes, requestBanner } = await banner([])
  requestBanner()
  await comes()
  vi.resetModules()
  const other = await banner([])
  const channel = new BroadcastChannel(CHANNEL)
  await new Promise((resolve) => setTimeout(resolve))
  channel.postMessage('changed')
  await other.comes()
  channel.close()
})
