import { expect, test, vi } from 'vitest'

test('a part comes with the page that says it, and in the language that is chosen later too', async () => {
  vi.resetModules()
  const { chooseLanguage, i18n, i18nReady, speakAlso } = await import('.')
  await i18nReady
  await chooseLanguage('en')
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
