import type { Course, ReplayResult } from './queries'

/** What is lost for want of stock, and what stock costs; null where that is not known. */
export const costOf = ({ lost_margin, holding_cost }: Course): number | null =>
  lost_margin === null || holding_cost === null
    ? null
    : Math.round((lost_margin + holding_cost) * 100) / 100

/** How much less the advice would have cost than a rule; below zero: more. */
export function savedAgainst(result: ReplayResult, rule: 'min_max' | 'cover_days'): number | null {
  const [ours, theirs] = [costOf(result.rules.advice), costOf(result.rules[rule])]
  return ours === null || theirs === null ? null : Math.round((theirs - ours) * 100) / 100
}

/** Units fewer that would have been missing than really were; null where the stock of then is not known. */
export const fewerLost = ({ ledger, happened, rules }: ReplayResult): number | null =>
  ledger === 0 ? null : Math.round((happened.lost - rules.advice.lost) * 10) / 10
