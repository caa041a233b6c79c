import { useQuery } from '@tanstack/react-query'
import { useMemo, useSyncExternalStore } from 'react'
import { meQuery } from './user'

/** The state of a list, as its address says it, under a name that somebody gave it. */
export type SavedView = { name: string; search: Record<string, unknown> }

/** What somebody has set for themselves alone. */
export type Preferences = {
  /** Columns that are not shown, by the list's name. */
  hidden: Record<string, string[]>
  views: Record<string, SavedView[]>
  /** Whether a single letter or sign does something. */
  singleKeys: boolean
}

const usual: Preferences = { hidden: {}, views: {}, singleKeys: true }

// By account: whoever else signs in in this browser has their own.
const placeOf = (user: number) => `previstock.preferences.${user}`

/** Where the browser lets nothing be kept, it lasts as long as the page. */
const unkept = new Map<string, string>()

function read(place: string): string {
  try {
    return unkept.get(place) ?? localStorage.getItem(place) ?? ''
  } catch {
    return unkept.get(place) ?? ''
  }
}

function write(place: string, text: string) {
  try {
    localStorage.setItem(place, text)
    unkept.delete(place)
  } catch {
    unkept.set(place, text)
  }
  for (const tell of listeners) tell()
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const recordOf = <Item>(value: unknown, is: (item: unknown) => item is Item) =>
  Object.fromEntries(
    Object.entries(isRecord(value) ? value : {}).map(([list, items]) => [
      list,
      Array.isArray(items) ? items.filter(is) : [],
    ]),
  )

const isText = (value: unknown): value is string => typeof value === 'string'
const isView = (value: unknown): value is SavedView =>
  isRecord(value) && isText(value.name) && isRecord(value.search)

/** Whatever stands there, even what another version wrote, can be used. */
function parse(text: string): Preferences {
  let kept: unknown
  try {
    kept = JSON.parse(text)
  } catch {
    return usual
  }
  if (!isRecord(kept)) return usual
  return {
    hidden: recordOf(kept.hidden, isText),
    views: recordOf(kept.views, isView),
    singleKeys: kept.singleKeys !== false,
  }
}

const listeners = new Set<() => void>()

function subscribe(tell: () => void) {
  listeners.add(tell)
  window.addEventListener('storage', tell)
  return () => {
    listeners.delete(tell)
    window.removeEventListener('storage', tell)
  }
}

/** The preferences of who is signed in, and a change of them. They stay in this browser. */
export function usePreferences() {
  // Who it is has been read before any page: this only looks.
  const user = useQuery({ ...meQuery, enabled: false }).data?.id
  const place = user === undefined ? null : placeOf(user)
  const text = useSyncExternalStore(subscribe, () => (place === null ? '' : read(place)))
  const preferences = useMemo(() => parse(text), [text])
  // From what stands there now: another tab may have changed it a moment ago.
  const change = (make: (before: Preferences) => Partial<Preferences>) => {
    if (place === null) return
    const before = parse(read(place))
    write(place, JSON.stringify({ ...before, ...make(before) }))
  }
  return { preferences, change }
}
