import type { QueryClient, QueryKey } from '@tanstack/react-query'
import { makeStale } from '@/shared/stale'
import { follow, type Told } from './follow'
import { amongTabs } from './tabs'

/** What a page has read that shows a kind of thing, by the first part of its key. */
const SHOWN_IN: Record<string, string[]> = {
  sales: ['sales'],
  stock: ['products', 'lots'],
  products: ['products'],
  orders: ['purchase-orders'],
  transfers: ['transfers'],
  counts: ['counts'],
  locations: ['locations'],
  suppliers: ['suppliers', 'supplier-returns'],
  alerts: ['alerts'],
  jobs: ['jobs', 'job'],
  replays: ['replays'],
}
/** Worked out from sales and stock: read anew when it is looked at next, not at each sale. */
const DERIVED = ['advice', 'forecast']
const MOVES_ADVICE = ['sales', 'stock', 'orders']

const GATHER_MS = 300
/** How often a page asks by itself while nobody tells it. */
export const POLL_MS = 15_000

const keysOf = (kinds: Iterable<string>): QueryKey[] =>
  [...new Set([...kinds].flatMap((kind) => SHOWN_IN[kind] ?? []))].map((first) => [first])

/** Keeps what is shown up to date until `signal`. */
export function startLive(client: QueryClient, signal: AbortSignal, source = listen): void {
  const waiting = new Set<string>()
  let gathering: ReturnType<typeof setTimeout> | undefined
  let polling: ReturnType<typeof setInterval> | undefined

  const everything = () => void makeStale(client, ...keysOf(Object.keys(SHOWN_IN)))
  const poll = () => {
    if (document.visibilityState === 'visible') everything()
  }

  function readAnew() {
    gathering = undefined
    const kinds = [...waiting]
    waiting.clear()
    void makeStale(client, ...keysOf(kinds))
    if (!kinds.some((kind) => MOVES_ADVICE.includes(kind))) return
    for (const first of DERIVED) {
      void client.invalidateQueries({ queryKey: [first], refetchType: 'none' })
    }
  }

  function setLive(live: boolean) {
    if (live) {
      clearInterval(polling)
      polling = undefined
    } else {
      polling ??= setInterval(poll, POLL_MS)
    }
  }

  setLive(false)
  source(signal, (told) => {
    if ('live' in told) setLive(told.live)
    else if ('missed' in told) everything()
    else {
      for (const kind of told.kinds) waiting.add(kind)
      gathering ??= setTimeout(readAnew, GATHER_MS)
    }
  })
  signal.addEventListener('abort', () => {
    clearInterval(polling)
    clearTimeout(gathering)
  })
}

const listen = (signal: AbortSignal, tell: (told: Told) => void) => amongTabs(signal, follow, tell)
