import type { Told } from './follow'

const NAME = 'previstock.live'

type Message = Told | { asks: true }

/**
 * One of a browser's tabs follows and tells the others: a browser has six connections to a
 * server, which streams of more tabs would use up. When that tab is closed another takes over.
 */
export function amongTabs(
  signal: AbortSignal,
  follow: (signal: AbortSignal, tell: (told: Told) => void) => Promise<void>,
  tell: (told: Told) => void,
): void {
  // Locks are for pages by HTTPS or of this machine; elsewhere each tab follows for itself.
  if (!navigator.locks) {
    void follow(signal, tell)
    return
  }
  const others = new BroadcastChannel(NAME)
  let leads = false
  /** Another tab has followed so far: what came while this one took over, nobody heard. */
  let tookOver = false
  /** Unknown until the server has said it: a later tab polls by itself until then. */
  let live: boolean | undefined
  const post = (message: Message) => others.postMessage(message)

  others.onmessage = ({ data }: MessageEvent<Message>) => {
    if ('asks' in data) {
      if (leads && live !== undefined) post({ live })
    } else {
      tookOver = true
      tell(data)
    }
  }
  post({ asks: true })

  const lead = () => {
    leads = true
    const toAll = (told: Told) => {
      tell(told)
      post(told)
    }
    return follow(signal, (told) => {
      toAll(told)
      if (!('live' in told)) return
      live = told.live
      if (live && tookOver) toAll({ missed: true })
      if (live) tookOver = false
    })
  }
  navigator.locks
    .request(NAME, { signal }, lead)
    .catch(() => undefined)
    .finally(() => {
      // Whoever leads next says how it is.
      if (leads) post({ live: false })
      others.close()
    })
}
