import { useRef } from 'react'
import { randomKey } from './ids'

type Attempt = { content: string; key: string; at: string }

/**
 * Tells the service that a request is the same one again. What is sent once more after a lost
 * answer gets the key and the time of the first try, so that it takes effect once.
 */
export function useAttempt() {
  const current = useRef<Attempt | null>(null)
  return {
    of(body: object): Attempt {
      const content = JSON.stringify(body)
      if (current.current?.content !== content) {
        current.current = { content, key: randomKey(), at: new Date().toISOString() }
      }
      return current.current
    },
    done() {
      current.current = null
    },
  }
}
