import { ApiError } from '@/api/errors'
import type { Shop } from './shop/use-shop'
import type { User } from './user'

/** Who was signed in here last, and where: with it pages open while nothing can be reached. */
export type LastKnown = { user: User; shop: Shop }

const KEPT = 'previstock.last-known'

export function keepKnown(known: LastKnown) {
  localStorage.setItem(KEPT, JSON.stringify(known))
}

/** Called when somebody leaves: the next person is not taken for them. */
export function forgetKnown() {
  localStorage.removeItem(KEPT)
}

export function lastKnown(): LastKnown | null {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? 'null') as LastKnown | null
  } catch {
    return null
  }
}

const PATIENCE_MS = 5_000

/**
 * What is read; where the service cannot be reached, or does not answer for a while, what
 * `instead` gives of the last time. A network may swallow everything and say nothing.
 */
export async function orLastKnown<T>(
  read: Promise<T>,
  instead: (known: LastKnown) => T,
): Promise<T> {
  const known = lastKnown()
  if (!known) return read
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    const silent = () => reject(new ApiError({ status: 0, code: 'offline' }))
    timer = setTimeout(silent, PATIENCE_MS)
  })
  try {
    return await Promise.race([read, late])
  } catch (failure) {
    if (failure instanceof ApiError && failure.status > 0 && failure.status < 502) throw failure
    return instead(known)
  } finally {
    clearTimeout(timer)
  }
}
