/** Of an entry of the browser's history that stands for open dialogs, 1; pages have none. */
const MARK = 'dialogs'

export type Entry = { close: () => void; inHistory: boolean }

/** How the library's lists say that they need the key themselves, with the value "true". */
const TAKEN = 'data-mantine-stop-propagation'

/** As long a dialog may take to close after Back. */
const TO_CLOSE_MS = 300

/** The open dialogs, the uppermost last. */
let dialogs: readonly Entry[] = []

/** Which entry of the history is shown: pages have keys of the router, and dialogs their page's. */
let pageKey: () => unknown = () => undefined
const keyOf = (state: unknown) => (state as { __TSR_key?: unknown } | null)?.__TSR_key
const depthOf = (state: unknown) => Number((state as Record<string, unknown> | null)?.[MARK] ?? 0)

/** Where the browser's history stood when it was last looked at. */
let at = depthOf(window.history.state)
let isWatching = false
let timer: ReturnType<typeof setTimeout> | undefined

export const openDialogs = () => dialogs

export function setDialogs(next: readonly Entry[]) {
  dialogs = next
  // Later, because a dialog that closes may make room for another, or for another page.
  followIn(0)
}

function followIn(ms: number) {
  clearTimeout(timer)
  timer = setTimeout(follow, ms)
}

/** One entry is for all of them: it is made anew while some are left. */
const entriesNeeded = () => (dialogs.some(({ inHistory }) => inHistory) ? 1 : 0)

/**
 * Makes an entry for what is open. None is taken away: going back takes a while, and whoever closes
 * a dialog may be on the way to another page by then. The next one uses it, or that page.
 */
function follow() {
  const { state } = window.history
  at = depthOf(state)
  if (keyOf(state) !== pageKey()) return
  // Past the router, for which nothing has changed.
  if (at < entriesNeeded()) {
    at = 1
    History.prototype.pushState.call(window.history, { ...state, [MARK]: at }, '')
  }
}

function onPop(event: PopStateEvent) {
  const left = at
  at = depthOf(event.state)
  if (left === 0 && at === 0) return
  const isHere = keyOf(event.state) === pageKey()
  if (!isHere && at === 0) return
  // The router does not hear of it: it would ask whether the page may be left.
  event.stopImmediatePropagation()
  if (isHere && at < left && entriesNeeded() > 0) {
    dialogs.findLast(({ inHistory }) => inHistory)?.close()
    // A dialog that stays all the same has its entry again; most are gone by then.
    followIn(TO_CLOSE_MS)
  } else if (isHere && at > left) {
    // Nothing opens again by Forward.
    if (at > entriesNeeded()) window.history.forward()
  } else {
    // What a dialog left behind is walked over.
    window.history.back()
  }
}

/** Of several dialogs one Escape closes the uppermost alone. */
function onEscape(event: KeyboardEvent) {
  if (event.key !== 'Escape' || event.isComposing) return
  // An open list within the dialog is closed first.
  const { target } = event
  const isTaken = target instanceof Element && target.getAttribute(TAKEN) === 'true'
  if (!isTaken) dialogs.at(-1)?.close()
}

/**
 * Before the router begins to listen: listeners of the window are called in the order in which they
 * came, and what concerns dialogs alone is none of its business.
 */
export function watchHistory() {
  if (isWatching) return
  isWatching = true
  const push = window.history.pushState
  // Another page comes in the place of a dialog's entry, so that none is left between pages.
  window.history.pushState = function pushState(...args) {
    if (depthOf(this.state) > 0) this.replaceState(...args)
    else push.apply(this, args)
  }
  window.addEventListener('popstate', onPop)
  window.addEventListener('keydown', onEscape, { capture: true })
}

/** Says by which state of the history the router shows its page. */
export function followPage(state: () => unknown) {
  pageKey = () => keyOf(state())
}
