import { cleanup, configure } from '@testing-library/react'
import { createElement } from 'react'
import { afterEach, beforeEach, vi } from 'vitest'
import { addSection } from '@/shared/i18n'
import { languages } from '@/shared/i18n/preferred'
import { rules } from '@/shared/rules'
import { sectionsOf } from './words'

// What would be drawn, as text: there is no canvas here.
vi.mock('@/shared/charts/Chart', () => ({
  Chart: ({ spec }: { spec: object }) => createElement('pre', null, JSON.stringify(spec)),
}))

// Pages are told what a test lets happen, and ask for nothing else.
vi.mock('@/shared/live/live', () => ({ startLive: () => undefined }))

// A whole page in a busy machine takes its time.
configure({ asyncUtilTimeout: 20_000 })

// As after somebody went into a form.
await rules.load()

// There at once, so that a test can change the language between two lines.
for (const language of languages) {
  for (const [section, texts] of await sectionsOf(language)) addSection(language, section, texts)
}

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
