import { baseUrl } from '@/api/base-url'
import { sessionFetch } from '@/api/session'
import { type ServerEvent, serverEvents } from './server-events'

/** What a tab learns: whether it would hear of anything, kinds that changed, or that some were missed. */
export type Told = { live: boolean } | { kinds: string[] } | { missed: true }

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 30_000
/** Longer than the server is ever silent: the line is dead, as after a laptop slept. */
const SILENT_MS = 40_000

/** Follows what happens until `signal`; comes back after every end, later each time in vain. */
export async function follow(signal: AbortSignal, tell: (told: Told) => void): Promise<void> {
  let place = ''
  let pause = FIRST_PAUSE_MS
  while (!signal.aborted) {
    await oneStream(place, signal, (event) => {
      pause = FIRST_PAUSE_MS
      place = event.id || place
      const told = meaning(event)
      if (told && !signal.aborted) tell(told)
    }).catch(() => undefined)
    if (signal.aborted) return
    tell({ live: false })
    // Of many pages that lost one server not all come back in the same moment.
    await rest(pause * (0.5 + Math.random() / 2), signal)
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
  }
}

async function oneStream(place: string, signal: AbortSignal, on: (event: ServerEvent) => void) {
  const silent = new AbortController()
  let timer = setTimeout(() => silent.abort(), SILENT_MS)
  const heard = () => {
    clearTimeout(timer)
    timer = setTimeout(() => silent.abort(), SILENT_MS)
  }
  try {
    const response = await sessionFetch(`${baseUrl()}/api/live`, {
      headers: place ? { 'Last-Event-ID': place } : {},
      signal: AbortSignal.any([signal, silent.signal]),
    })
    if (!response.ok || !response.body) return
    for await (const event of serverEvents(response.body, heard)) on(event)
  } finally {
    clearTimeout(timer)
  }
}

function meaning({ name, data }: ServerEvent): Told | null {
  if (name === 'reset') return { missed: true }
  if (name === 'state') return { live: (JSON.parse(data) as { live: boolean }).live }
  if (name !== 'happened') return null
  const notes = JSON.parse(data) as { kind: string }[]
  return { kinds: [...new Set(notes.map(({ kind }) => kind))] }
}

function rest(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      done()
    })
  })
}
