import { ApiError } from '@/api/errors'
import { salesRecordOrder, salesVoidOrder } from '@/api/gen/sdk.gen'
import { sessionFetchOf } from '@/api/session'
import { type Entry, isOpen, isTooOld, orderBody, type Refusal } from './entry'
import { allBaskets, changeBasket } from './store'

/** An answer that takes longer counts as lost: the same request may be sent once more. */
const PATIENCE_MS = 15_000

const LATER = [401, 408, 425, 429]

/**
 * The service's own word that it will not have this. Everything else, such as no answer, an
 * expired session, a proxy's page or a repetition that came too soon, leaves open what became of it.
 */
function refusalOf(failure: unknown): Refusal | null {
  if (!(failure instanceof ApiError)) return null
  const { status, code, params, fields } = failure
  const refused = status >= 400 && status < 500 && !LATER.includes(status) && code !== 'unexpected'
  return refused && code !== 'idempotency_key_in_flight'
    ? { status, code, params, errors: fields }
    : null
}

/** Sends a basket under its key. Throws while it is not known what became of it. */
async function record(entry: Entry): Promise<{ order: number } | { refusal: Refusal }> {
  try {
    const { data } = await salesRecordOrder({
      body: orderBody(entry),
      headers: { 'Idempotency-Key': entry.key },
      fetch: sessionFetchOf(entry.user),
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    // A network's own page may answer in the place of the service.
    if (typeof data?.id !== 'number') throw new ApiError({ status: 0, code: 'offline' })
    return { order: data.id }
  } catch (failure) {
    const refusal = refusalOf(failure)
    if (refusal) return { refusal }
    throw failure
  }
}

async function takeBack(user: number, order: number, reason: string): Promise<Refusal | null> {
  try {
    const { data } = await salesVoidOrder({
      path: { order_id: order },
      body: { reason },
      fetch: sessionFetchOf(user),
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    if (!data?.voided) throw new ApiError({ status: 0, code: 'offline' })
    return null
  } catch (failure) {
    const refusal = refusalOf(failure)
    if (refusal) return refusal
    throw failure
  }
}

const TOO_OLD: Refusal = { status: 0, code: 'basket_too_old', params: {}, errors: [] }

/** Goes as far with one basket as can be; throws when the network or the service is away. */
async function settle(key: string, reason: string) {
  // Marked before it goes out: whoever cancels it from now on knows that it may be recorded.
  const now = new Date()
  let entry = await changeBasket(key, (before) => {
    if (before.state !== 'waiting') return null
    if (isTooOld(before, now.getTime())) return { state: 'refused', refusal: TOO_OLD }
    return before.tried ? null : { tried: now.toISOString() }
  })
  if (entry?.state === 'waiting') {
    const answer = await record(entry)
    entry = await changeBasket(key, ({ cancel }) => {
      if ('order' in answer) return { state: 'recorded', order: answer.order, refusal: null }
      return cancel
        ? { state: 'cancelled', refusal: null }
        : { state: 'refused', refusal: answer.refusal }
    })
  }
  if (entry?.state === 'recorded' && entry.cancel && entry.order !== null) {
    const refusal = await takeBack(entry.user, entry.order, reason)
    await changeBasket(key, () =>
      refusal ? { cancel: false, refusal } : { state: 'cancelled', cancel: false, refusal: null },
    )
  }
}

/** One tab at a time; where the browser has no locks, the keys alone see to it that nothing doubles. */
const alone = <T>(work: () => Promise<T>): Promise<T> =>
  navigator.locks ? navigator.locks.request('previstock.till', work) : work()

/**
 * Sends what somebody has sold, the oldest first, and never what another person has. False when
 * something could not be sent: then it is worth trying again later.
 */
export function sendBaskets(
  user: number,
  reason: string,
  onSettled: () => void = () => undefined,
): Promise<boolean> {
  return alone(async () => {
    const open = (await allBaskets()).filter((entry) => entry.user === user && isOpen(entry))
    let isAllSent = true
    for (const { key } of open) {
      try {
        await settle(key, reason)
        onSettled()
      } catch (failure) {
        isAllSent = false
        if (isAway(failure)) break
      }
    }
    return isAllSent
  })
}

/** Nothing else would get through either; one basket alone that the service stumbles over holds up no other. */
const isAway = (failure: unknown) => !(failure instanceof ApiError && failure.status === 500)

/**
 * Takes a basket back: at once when it never left this device or was refused, otherwise as soon
 * as the service has said what became of it.
 */
export function cancelBasket(key: string) {
  return changeBasket(key, ({ state, tried }) => {
    if (state === 'cancelled') return null
    if (state === 'refused' || (state === 'waiting' && !tried)) {
      return { state: 'cancelled', refusal: null }
    }
    return { cancel: true, refusal: null }
  })
}
