/**
 * Runs before anything is drawn, long before the start script has come: what is asked for here is
 * there when that has. The build makes a small script of it, which imports nothing.
 */
import { mayBeSignedIn } from '@/api/refresh'
import { preferredLanguage } from '@/shared/i18n/preferred'
import { setColorScheme } from './color-scheme'
import { filesAt, type Packed } from './pages'
import { readsAt } from './reads'
import { askEarly } from './session'

/** Put in by the build; while developing there are no files to name. */
declare const __PAGES__: Packed | null

declare global {
  interface Window {
    /** Asks for what the page at a path is made of. */
    previstockFiles?: (path: string) => void
  }
}

const asked = new Set<string>()

function preload(file: string) {
  if (asked.has(file)) return
  asked.add(file)
  const link = document.createElement('link')
  link.crossOrigin = ''
  link.rel = file.endsWith('.css') ? 'preload' : 'modulepreload'
  if (file.endsWith('.css')) link.as = 'style'
  // What is read of the services, which others wait for, goes before.
  link.fetchPriority = 'low'
  link.href = `/${file}`
  document.head.append(link)
}

/** In the language that is read. */
function preloadPage(path: string) {
  if (__PAGES__) filesAt(__PAGES__, path, preferredLanguage(), mayBeSignedIn()).forEach(preload)
}

setColorScheme()
window.previstockFiles = preloadPage
// The session first, for it takes longest: a browser asks one server for six things at a time.
const { pathname, search } = window.location
window.previstockEarly = askEarly(
  () => preloadPage(pathname),
  // What a filter asks for, the page knows.
  search === '' ? readsAt(pathname, preferredLanguage()) : [],
)
