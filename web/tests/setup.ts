import { cleanup, configure } from '@testing-library/react'
import { createElement } from 'react'
import { afterEach, beforeEach, vi } from 'vitest'
import { addTexts } from '@/shared/i18n'
import { en, late as lateEnglish } from '@/shared/i18n/en'
import { fr, late as lateFrench } from '@/shared/i18n/fr'

// What would be drawn, as text: there is no canvas here.
vi.mock('@/shared/charts/Chart', () => ({
  Chart: ({ option }: { option: object }) => createElement('pre', null, JSON.stringify(option)),
}))

// Pages are told what a test lets happen, and ask for nothing else.
vi.mock('@/shared/live/live', () => ({ startLive: () => undefined }))

// A whole page in a busy machine takes its time.
configure({ asyncUtilTimeout: 20_000 })

// There at once, so that a test can change the language between two lines.
addTexts('en', {
  ...en,
  data: await lateEnglish.data(),
  replay: await lateEnglish.replay(),
  setup: await lateEnglish.setup(),
  till: await lateEnglish.till(),
})
addTexts('fr', {
  ...fr,
  data: await lateFrench.data(),
  replay: await lateFrench.replay(),
  setup: await lateFrench.setup(),
  till: await lateFrench.till(),
})

// Mantine reads both when it mounts, and happy-dom has no layout to answer from.
window.matchMedia ??= ((query: string) => ({
  matches: false,
  media: query,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
})) as unknown as typeof window.matchMedia
globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
}
Element.prototype.scrollIntoView ??= () => undefined

beforeEach(() => localStorage.clear())
afterEach(() => cleanup())
