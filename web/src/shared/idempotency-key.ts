import { useRef } from 'react'
import { randomKey } from './ids'

type IdempotencyKey = { content: string; key: string; at: string }

/**
 * Tells the service that a request is the same one again. What is sent once more after a lost
 * answer gets the key and the time of the first try, so that it takes effect once.
 */
export function useIdempotencyKey() {
  const current = useRef<IdempotencyKey | null>(null)
  return {
    of(body: object): IdempotencyKey {
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
