import { roundUnits } from '@/shared/quantity'
import type { CountLine } from './queries'

/** What somebody said of a product in the round that holds; nothing when they have not. */
export function unitsBy(line: CountLine | undefined, person: number): number | undefined {
  const own = line?.entries.filter(({ counted_by, place }) => counted_by === person && place === '')
  return own && own.length > 0
    ? roundUnits(own.reduce((sum, { units }) => sum + units, 0))
    : undefined
}

/** The round in which the line is counted now: the one that holds, else the first. */
export const roundOf = (line: CountLine | undefined) => Math.max(line?.round ?? 1, 1)
