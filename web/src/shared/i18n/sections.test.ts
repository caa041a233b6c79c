import { beforeEach, expect, test, vi } from 'vitest'

/** As in a browser, where only the start is there. */
async function fresh() {
  vi.resetModules()
  const client = await import('.')
  await client.i18nReady
  await client.chooseLanguage('en')
  return client
}

beforeEach(() => vi.resetModules())

test('a section comes with the page that says it, and in the language that is chosen later too', async () => {
  const { chooseLanguage, i18n, speakAlso } = await fresh()
  expect(i18n.exists('nav.data')).toBe(true)
  expect(i18n.exists('data.title')).toBe(false)
  await speakAlso('data')
  const english = i18n.t('data.title')
  expect(i18n.exists('data.title')).toBe(true)
  await chooseLanguage('fr')
  expect(i18n.exists('data.title')).toBe(true)
  expect(i18n.t('data.title')).not.toBe(english)
  // What was there before still is.
  expect(i18n.exists('nav.data')).toBe(true)
})

test('what is there already is not waited for', async () => {
  const { speakAlso } = await fresh()
  await speakAlso('stock', 'sales')
  expect(speakAlso('stock')).toBeUndefined()
})

test('parts of several sections are one: what other pages say of the stock stays', async () => {
  const { i18n, speakAlso } = await fresh()
  expect(i18n.exists('stock.toCount')).toBe(true)
  expect(i18n.exists('stock.title')).toBe(false)
  await speakAlso('stock')
  expect(i18n.exists('stock.toCount')).toBe(true)
  expect(i18n.exists('stock.title')).toBe(true)
})

test('of two languages that are chosen quickly the last is spoken', async () => {
  const { chooseLanguage, chosenLanguage, speakAlso } = await fresh()
  const french = chooseLanguage('fr')
  const english = chooseLanguage('en')
  const also = speakAlso('orders')
  await Promise.all([french, english, also])
  expect(chosenLanguage()).toBe('en')
})

test('the words for a refusal come with the first that the start has none for', async () => {
  const { i18n } = await fresh()
  const { wordsFor } = await import('../problem')
  await wordsFor(['conflict', null, undefined])
  expect(i18n.exists('errors.lot_expired')).toBe(false)
  await wordsFor(['lot_expired'])
  expect(i18n.exists('errors.lot_expired')).toBe(true)
  expect(i18n.exists('errors.not_csv')).toBe(true)
})
