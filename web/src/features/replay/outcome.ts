import type { ReplayResult, Saving } from './queries'

type Cost = { lost_margin: number | null; holding_cost: number | null }

/** What is lost for want of stock, and what stock costs; null where that is not known. */
export const costOf = ({ lost_margin, holding_cost }: Cost): number | null =>
  lost_margin === null || holding_cost === null
    ? null
    : Math.round((lost_margin + holding_cost) * 100) / 100

/** By how much a saving may be off: two standard errors of its weeks. */
export const offBy = ({ error }: Saving): number => 2 * (error ?? 0)

/** Whether the weeks tell which is better; null where nobody knows what it saved. */
export const isClear = (saving: Saving): boolean | null =>
  saving.saved === null ? null : Math.abs(saving.saved) > offBy(saving)

/** Money of what happened is that of the whole shop only where the stock of every product is known. */
export const happenedWhole = ({ ledger, replay }: ReplayResult): boolean =>
  ledger === replay.products
