import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useState } from 'react'
import { useText } from '@/shared/i18n'
import { salesChanged } from '@/shared/sales'
import { type Entry, isOpen } from './entry'
import { sendBaskets } from './send'
import { allBaskets, onBaskets } from './store'

const basketsKey = ['till', 'baskets'] as const

const keptQuery = queryOptions({
  queryKey: basketsKey,
  queryFn: () => allBaskets(),
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
})

const none: Entry[] = []

/** What was sold on this device and is kept here, the oldest first. */
export function useBaskets(): Entry[] {
  const client = useQueryClient()
  useEffect(
    () => onBaskets(() => void client.invalidateQueries({ queryKey: basketsKey })),
    [client],
  )
  return useQuery(keptQuery).data ?? none
}

const FIRST_WAIT_MS = 2_000
const LONGEST_WAIT_MS = 60_000

/**
 * Sends what waits as long as this is on the page: when something was sold, when the network is
 * back, and now and then while it does not get through. Whether it does not, at the moment.
 */
export function useSender(user: number | undefined): boolean {
  const client = useQueryClient()
  const { t } = useText()
  const [away, setAway] = useState(false)
  const reason = useEffectEvent(() => t('till.undoReason'))

  useEffect(() => {
    if (user === undefined) return
    let timer: ReturnType<typeof setTimeout> | undefined
    let wait = FIRST_WAIT_MS
    let running: Promise<void> | null = null
    let again = false
    let over = false

    async function send(person: number) {
      const sent = await sendBaskets(person, reason(), () => void salesChanged(client)).catch(
        // A browser that keeps nothing has nothing to send.
        () => true,
      )
      if (over) return
      setAway(!sent)
      clearTimeout(timer)
      if (sent) {
        wait = FIRST_WAIT_MS
      } else {
        timer = setTimeout(start, wait)
        wait = Math.min(wait * 2, LONGEST_WAIT_MS)
      }
    }
    function start() {
      // While the browser itself knows of no network nothing leaves this device: what is cancelled
      // then is cancelled at once.
      if (over || user === undefined || !navigator.onLine) return
      again = running !== null
      running ??= send(user).finally(() => {
        running = null
        if (again) start()
      })
    }
    function atOnce() {
      wait = FIRST_WAIT_MS
      start()
    }

    start()
    const stop = onBaskets(start)
    window.addEventListener('online', atOnce)
    return () => {
      over = true
      clearTimeout(timer)
      stop()
      window.removeEventListener('online', atOnce)
    }
  }, [user, client])

  return away
}

/** Until a basket is settled, at most so long: null when it still waits then. */
export async function settled(key: string, within: number): Promise<Entry | null> {
  const read = async () => (await allBaskets()).find((entry) => entry.key === key)
  return new Promise((resolve) => {
    const end = (entry: Entry | null) => {
      stop()
      clearTimeout(timer)
      resolve(entry)
    }
    const look = () =>
      void read().then((entry) => {
        if (entry && !isOpen(entry)) end(entry)
      })
    const stop = onBaskets(look)
    const timer = setTimeout(() => end(null), within)
    look()
  })
}
