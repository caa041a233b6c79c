import { randomKey } from '@/shared/ids'
import type { BasketLine } from './basket'

/** A basket in somebody's hands: `key` will be its `Idempotency-Key`. */
export type Draft = {
  key: string
  lines: BasketLine[]
  /** When and where it was sold, of one that is being mended. */
  made: { at: string; location: number | null } | null
}

export const emptyDraft = (): Draft => ({ key: randomKey(), lines: [], made: null })

const KEPT = 'previstock.till.draft'

/** Kept in this tab, so that a reload or an expired session costs nobody a basket. */
export function keepDraft(user: number, draft: Draft) {
  if (draft.lines.length > 0) sessionStorage.setItem(KEPT, JSON.stringify({ user, draft }))
  else sessionStorage.removeItem(KEPT)
}

/** What this person had in hand here; nobody else gets to see it. */
export function keptDraft(user: number | undefined): Draft | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? 'null') as {
      user: number
      draft: Draft
    } | null
    return kept && kept.user === user ? kept.draft : null
  } catch {
    return null
  }
}
