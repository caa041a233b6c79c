import { cleanup } from '@testing-library/react'
import { afterEach, beforeEach } from 'vitest'

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
