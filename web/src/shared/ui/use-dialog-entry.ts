import { useRouter } from '@tanstack/react-router'
import { useEffect, useEffectEvent, useState } from 'react'

/** How many dialogs an entry of the browser's history stands for; pages themselves have none. */
const MARK = 'dialogs'

type Entry = { close: () => void; inHistory: boolean }

/** How the library's lists say that they need the key themselves, with the value "true". */
const TAKEN = 'data-mantine-stop-propagation'

/** As long a dialog may take to close after Back. */
const TO_CLOSE_MS = 300

/** The open dialogs, the uppermost last. */
let dialogs: readonly Entry[] = []

/** Which entry of the history the router shows: its pages have keys, and dialogs keep their page's. */
let pageKey: () => unknown = () => undefined
const keyOf = (state: unknown) => (state as { __TSR_key?: unknown } | null)?.__TSR_key
const depthOf = (state: unknown) => Number((state as Record<string, unknown> | null)?.[MARK] ?? 0)

/** Where the browser's history stood when it was last looked at. */
let at = depthOf(window.history.state)
let timer: ReturnType<typeof setTimeout> | undefined

function setDialogs(next: readonly Entry[]) {
  dialogs = next
  // Later, because a dialog that closes may make room for another, or for another page.
  followIn(0)
}

function followIn(ms: number) {
  clearTimeout(timer)
  timer = setTimeout(follow, ms)
}

const wanted = () => dialogs.filter(({ inHistory }) => inHistory).length

/**
 * Makes the history as deep as dialogs are open. It is never made less deep: going back takes a
 * while, and whoever closes a dialog may be on the way to another page by then.
 */
function follow() {
  const { state } = window.history
  at = depthOf(state)
  if (keyOf(state) !== pageKey()) return
  // Past the router, for which nothing has changed.
  for (; at < wanted(); at++) {
    History.prototype.pushState.call(window.history, { ...state, [MARK]: at + 1 }, '')
  }
}

function onPop(event: PopStateEvent) {
  const left = at
  at = depthOf(event.state)
  if (left === 0 && at === 0) return
  const isHere = keyOf(event.state) === pageKey()
  if (!isHere && at === 0) return
  // Before the router hears of it, which would ask whether the page may be left.
  event.stopImmediatePropagation()
  if (isHere && at < left && left <= wanted()) {
    dialogs.findLast(({ inHistory }) => inHistory)?.close()
    // A dialog that stays all the same has its entry again; most are gone by then.
    followIn(TO_CLOSE_MS)
  } else if (isHere && at > left) {
    // Nothing opens again by Forward.
    if (at > wanted()) window.history.forward()
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
 * An open dialog is an entry of the browser's history: Back closes it, and the page stays. Escape
 * closes it, too, when no other is above it.
 */
export function useDialogEntry(opened: boolean, close: () => void, inHistory: boolean) {
  const router = useRouter({ warn: false })
  const onClose = useEffectEvent(close)
  const [entry] = useState<Entry>(() => ({ close: () => undefined, inHistory }))
  useEffect(() => {
    pageKey = () => keyOf(router?.history.location.state)
    window.addEventListener('popstate', onPop, { capture: true })
    window.addEventListener('keydown', onEscape, { capture: true })
  }, [router])
  useEffect(() => {
    if (!opened) return
    entry.close = () => onClose()
    setDialogs([...dialogs, entry])
    return () => setDialogs(dialogs.filter((other) => other !== entry))
  }, [opened, entry])
}
