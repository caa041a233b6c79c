import { withTexts } from '@/shared/i18n'
import { registerWorker } from '@/worker/register'

/** What every page has on top, with its words: it comes after the page. */
export async function loadBanner() {
  const { QueueBanner } = await withTexts(import('./QueueBanner'), 'queue')
  registerWorker()
  return { default: QueueBanner }
}

/** Nothing of the catalogue stays here for who comes next; what waits to be sent does. */
export async function forgetTill() {
  const { forgetCatalogue } = await import('../till/known-products')
  await forgetCatalogue()
}
