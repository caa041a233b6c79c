import { useRef, useState } from 'react'
import type { Scan } from '@/shared/product-picker/scan'
import type { Product } from '@/shared/products'
import { useUser } from '@/shared/user'
import type { Entry, Refusal } from '../queue/entry'
import { dropBasket, keepBasket, oneBasket } from '../queue/store'
import { settled } from '../queue/use-baskets'
import { type BasketLine, basketSum, MAX_LINES, newLine, withAdded } from './basket'
import { type Draft, emptyDraft, keepDraft, keptDraft } from './draft'
import { atLocation } from './use-till-location'

/** Whoever stands at the counter does not wait longer for the service: the basket waits instead. */
const PATIENCE_MS = 4_000

// What things cost is for managers, and is not kept on a device where others sell.
const sold = (product: Product): Product => ({ ...product, cost: null })

const lineOf = (product: Product): BasketLine =>
  newLine({ product: sold(product), quantity: product.unit === 'piece' ? 1 : 0 })

function scannedLine({ product, quantity, amount }: Scan): BasketLine {
  if (quantity === null && amount === null) return lineOf(product)
  const line = { product: sold(product), quantity: quantity ?? 1 }
  return newLine(amount !== null && product.unit === 'piece' ? { ...line, price: amount } : line)
}

/**
 * The basket in hand. What is recorded leaves the hand at once, so that the next can be served; what
 * the service refuses comes back into it, or waits with its reason while there is another.
 */
export function useTill(location: number, onRecorded: (entry: Entry) => void) {
  const { user } = useUser()
  const [draft, setDraft] = useState(() => keptDraft(user?.id) ?? emptyDraft())
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [problem, setProblem] = useState<'full' | 'cannotKeep' | null>(null)
  const inHand = useRef(draft)
  const keeping = useRef(false)
  const next = useRef<BasketLine[]>([])

  function take(basket: Draft, reason: Refusal | null = null) {
    inHand.current = basket
    setDraft(basket)
    setRefusal(reason)
    setProblem(null)
    if (user) keepDraft(user.id, basket)
  }

  function change(lines: BasketLine[]) {
    take(lines.length > 0 ? { ...inHand.current, lines } : emptyDraft())
  }

  function add(line: BasketLine) {
    // The basket before is being put away: the next one begins in a moment.
    if (keeping.current) {
      next.current.push(line)
      return
    }
    const lines = withAdded(inHand.current.lines, line)
    if (lines.length > MAX_LINES) setProblem('full')
    else change(lines)
  }

  async function record(correct: boolean) {
    const basket = inHand.current
    if (!user || keeping.current || basket.lines.length === 0) return
    keeping.current = true
    const entry = entryOf(basket, correct, atLocation(location).location_id ?? null, user)
    try {
      await keepBasket(entry)
      take(emptyDraft())
    } catch {
      setProblem('cannotKeep')
      return
    } finally {
      keeping.current = false
      for (const line of next.current.splice(0)) add(line)
    }
    const after = await settled(entry.key, navigator.onLine ? PATIENCE_MS : 0)
    if (after?.state === 'refused') await takeBack(basket, after.refusal)
    else if (after?.state !== 'cancelled') onRecorded(after ?? entry)
  }

  async function takeBack(basket: Draft, reason: Refusal | null) {
    if (inHand.current.lines.length > 0) return
    take(basket, reason)
    // It is in somebody's hands again. What was sold a while ago stays on the list all the same.
    if (!basket.made) await dropBasket(basket.key)
  }

  /** Takes a refused basket up again as it was rung up: its key, moment and place stay. */
  async function mend(key: string) {
    const entry = await oneBasket(key)
    if (entry?.state !== 'refused' || inHand.current.lines.length > 0) return
    const { lines, at } = entry
    take({ key, lines, made: { at, location: entry.location } }, entry.refusal)
  }

  return {
    key: draft.key,
    lines: draft.lines,
    refusal,
    problem,
    change,
    record,
    mend,
    add: (product: Product) => add(lineOf(product)),
    addScanned: (scan: Scan) => add(scannedLine(scan)),
  }
}

export type Till = ReturnType<typeof useTill>

function entryOf(
  draft: Draft,
  correct: boolean,
  location: number | null,
  user: { id: number; name: string },
): Entry {
  const now = new Date().toISOString()
  return {
    key: draft.key,
    user: user.id,
    userName: user.name,
    at: draft.made?.at ?? now,
    location: draft.made ? draft.made.location : location,
    lines: draft.lines,
    total: basketSum(draft.lines),
    correct,
    state: 'waiting',
    tried: null,
    cancel: false,
    refusal: null,
    order: null,
    changed: now,
  }
}
