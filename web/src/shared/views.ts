import { useLocation, useNavigate } from '@tanstack/react-router'
import { type SavedView, usePreferences } from './preferences'

/** Where one stands within a view, which is no part of it. */
const passing = ['page', 'why']

type Search = SavedView['search']

const lasting = (search: Search): Search =>
  Object.fromEntries(
    Object.entries(search).filter(([key, value]) => value !== undefined && !passing.includes(key)),
  )

const textOf = (search: Search) =>
  JSON.stringify(Object.entries(lasting(search)).toSorted(([a], [b]) => (a < b ? -1 : 1)))

export const isSameView = (one: Search, other: Search) => textOf(one) === textOf(other)

const byName = (a: SavedView, b: SavedView) => a.name.localeCompare(b.name)

/** The views that somebody has of a list. The address is the view, so nothing else is kept of it. */
export function useViews(list: string) {
  const { preferences, change } = usePreferences()
  const search = useLocation({ select: (location) => location.search as Search })
  const navigate = useNavigate()
  const views = preferences.views[list] ?? []
  const set = (make: (before: SavedView[]) => SavedView[]) =>
    change(({ views: all }) => ({ views: { ...all, [list]: make(all[list] ?? []) } }))
  return {
    views,
    current: views.find((view) => isSameView(view.search, search)),
    /** Nothing is filtered, and the order is the usual one. */
    isPlain: isSameView(search, {}),
    // The page's own reader of addresses makes what it can of it.
    open: (of: Search) => void navigate({ to: '.', search: of as never }),
    /** Whoever gives a name again means this view by it from now on. */
    save: (name: string) =>
      set((before) =>
        [...before.filter((view) => view.name !== name), { name, search: lasting(search) }].sort(
          byName,
        ),
      ),
    remove: (name: string) => set((before) => before.filter((view) => view.name !== name)),
    restore: (view: SavedView) =>
      set((before) => [...before.filter(({ name }) => name !== view.name), view].sort(byName)),
  }
}
