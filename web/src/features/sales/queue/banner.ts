import { withTexts } from '@/shared/i18n'
import { registerWorker } from '@/worker/register'
import { CHANNEL, DATABASE } from './names'

let want: () => void = () => undefined
const wanted = new Promise<void>((resolve) => {
  want = resolve
})

/** From now on there may be something to tell: the till asks for the banner with its page. */
export const wantBanner = (): void => want()

/** Something was sold on this device before, in another tab, or the network is away. */
async function watch(): Promise<void> {
  if (!navigator.onLine) want()
  window.addEventListener('offline', want, { once: true })
  if (globalThis.BroadcastChannel) new BroadcastChannel(CHANNEL).onmessage = want
  // Where a browser does not say what it keeps, it may be something of the till.
  const kept = await globalThis.indexedDB?.databases?.().catch(() => undefined)
  if (!kept || kept.some(({ name }) => name === DATABASE)) want()
}

const nextOnline = () =>
  new Promise((resolve) => window.addEventListener('online', resolve, { once: true }))

/** What every page has on top, with its words: it comes after the page, where it has something to say. */
export async function loadBanner() {
  registerWorker()
  void watch()
  await wanted
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
