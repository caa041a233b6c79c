import { numberOf } from './number-of'

/** From so many times on a figure is asked about, and as small a part of it. */
export const TIMES = 10

/** Below so many nothing is much: of a stock of one, ten more are no slip of the hand. */
const FEW = 10

type Typed = number | string | null | undefined

const figure = (typed: Typed) => (typed == null ? undefined : numberOf(typed))

/** Is an amount ten times what it was, or a tenth of it? What was nothing says nothing. */
export function isUnusual(now: Typed, usual: Typed): boolean {
  const [typed, known] = [figure(now), figure(usual)]
  if (typed === undefined || known === undefined || !(known > 0)) return false
  return typed >= known * TIMES || typed * TIMES <= known
}

/** Is a quantity ten times what there is, or what is usual? */
export function isMuchMore(now: Typed, usual: Typed, few = FEW): boolean {
  const [typed, known] = [figure(now), figure(usual)]
  if (typed === undefined || known === undefined || !(known > 0)) return false
  return typed >= Math.max(known, few) * TIMES
}

/** What stands in the middle of what there was; undefined where there was nothing. */
export function median(values: readonly number[]): number | undefined {
  const sorted = values.filter((value) => value > 0).sort((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 2)]
}
