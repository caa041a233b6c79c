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
  /** Unknown until the server has said it: a later tab polls by itself until then. */
  let live: boolean | undefined
  const post = (message: Message) => others.postMessage(message)

  others.onmessage = ({ data }: MessageEvent<Message>) => {
    if (!('asks' in data)) tell(data)
    else if (leads && live !== undefined) post({ live })
  }
  post({ asks: true })

  const lead = () => {
    leads = true
    return follow(signal, (told) => {
      if ('live' in told) live = told.live
      tell(told)
      post(told)
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
