type Library = typeof import('@mantine/notifications')

let library: Promise<Library> | null = null
const listeners = new Set<(library: Library) => void>()

/** What announces: on its way from the first press on, so that it is there without a network too. */
export function loadAnnouncer(): Promise<Library> {
  library ??= import('@mantine/notifications').then(
    (found) => {
      for (const tell of listeners) tell(found)
      return found
    },
    (failure: unknown) => {
      // The next announcement tries again.
      library = null
      throw failure
    },
  )
  return library
}

export function onAnnouncer(tell: (library: Library) => void): () => void {
  listeners.add(tell)
  return () => listeners.delete(tell)
}

/** A page without announcements is better than none. */
export function announce(say: (notifications: Library['notifications']) => void): void {
  loadAnnouncer().then(
    ({ notifications }) => say(notifications),
    () => undefined,
  )
}
