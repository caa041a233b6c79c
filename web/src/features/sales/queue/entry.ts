import type { FieldError } from '@/api/errors'
import type { SalesOrderIn } from '@/api/gen/types.gen'
import { type BasketLine, orderLine } from '../till/basket'

/** Why the service would not have it, as far as that can be kept: see `ApiError`. */
export type Refusal = {
  status: number
  code: string
  params: Record<string, unknown>
  errors: FieldError[]
}

/**
 * A basket that somebody has sold on this device.
 *
 * - `waiting`: not recorded, as far as is known here; unless it was never `tried` the service may
 *   have it all the same, for an answer can be lost;
 * - `recorded`, `refused`: the service has said so;
 * - `cancelled`: it counts nowhere.
 */
export type Entry = {
  /** Its `Idempotency-Key`, made with the basket: it names it until the end. */
  key: string
  user: number
  userName: string
  /** The moment of the sale, whenever it is sent. */
  at: string
  location: number | null
  lines: BasketLine[]
  total: number
  /** Sells also what the stock does not have. */
  correct: boolean
  state: 'waiting' | 'recorded' | 'refused' | 'cancelled'
  /** When it first went out; null while it has never left this device. */
  tried: string | null
  /** Somebody has taken it back, which is still to be done. */
  cancel: boolean
  refusal: Refusal | null
  /** The number under which it is recorded. */
  order: number | null
  /** When the state last changed. */
  changed: string
}

export function orderBody(entry: Entry): SalesOrderIn {
  return {
    lines: entry.lines.map(orderLine),
    sold_at: entry.at,
    ...(entry.location === null ? {} : { location_id: entry.location }),
    ...(entry.correct ? { short_stock: 'correct' as const } : {}),
  }
}

/** What is still to be sent. */
export const isOpen = ({ state, cancel }: Entry) =>
  state === 'waiting' || (state === 'recorded' && cancel)

/** What somebody should look at: it is not recorded, or not taken back. */
export const needsLook = (entry: Entry) => isOpen(entry) || entry.refusal !== null

const DAY_MS = 24 * 60 * 60 * 1000

/**
 * The service knows keys of baskets for sixty days. What went out longer ago and got no answer
 * could be recorded twice, so it is asked of a person.
 */
export const isTooOld = ({ tried }: Entry, now: number) =>
  tried !== null && now - Date.parse(tried) > 30 * DAY_MS

/** What is settled is kept for a day: for its receipt, and for who takes it back. */
export const isForgotten = (entry: Entry, now: number) =>
  !needsLook(entry) && now - Date.parse(entry.changed) > DAY_MS
