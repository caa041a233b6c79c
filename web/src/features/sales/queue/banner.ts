import { withTexts } from '@/shared/i18n'
import { registerWorker } from '@/worker/register'
import { CHANNEL, DATABASE } from './names'

let request: () => void = () => undefined
const requested = new Promise<void>((resolve) => {
  request = resolve
})

/** From now on there may be something to tell: the till asks for the banner with its page. */
export const requestBanner = (): void => request()

/** Something was sold on this device before, in another tab, or the network is away. */
async function watch(): Promise<void> {
  if (!navigator.onLine) request()
  window.addEventListener('offline', request, { once: true })
  if (globalThis.BroadcastChannel) new BroadcastChannel(CHANNEL).onmessage = request
  // Where a browser does not say what it keeps, it may be something of the till.
  const databases = await globalThis.indexedDB?.databases?.().catch(() => undefined)
  if (!databases || databases.some(({ name }) => name === DATABASE)) request()
}

const nextOnline = () =>
  new Promise((resolve) => window.addEventListener('online', resolve, { once: true }))

/** What every page has on top, with its words: it comes after the page, where it has something to say. */
export async function loadBanner() {
  registerWorker()
  void watch()
  await requested
  for (;;) {
    const part = await withTexts(import('./QueueBanner'), 'queue').catch(() => null)
    if (part) return { default: part.QueueBanner }
    await nextOnline()
  }
}

/** Nothing of the catalogue stays here for who comes next; what waits to be sent does. */
export async function forgetTill() {
  const { forgetCatalogue } = await import('../till/known-products')
  await forgetCatalogue()
}
