import type { Advice } from './queries'

type Terms = NonNullable<Advice['terms']>

/** One line of a sum: what is added (or taken off), or what came out so far. */
export type TermLine = {
  key: string
  units: number
  kind: 'term' | 'sum' | 'step'
  limit?: number
}

/** The terms of a quantity, each with its sign, so that each sum is that of the lines above it. */
export function termLines(terms: Terms): TermLine[] {
  const term = (key: keyof Terms, sign: 1 | -1 = 1): TermLine => ({
    key,
    units: sign * Number(terms[key]),
    kind: 'term',
  })
  return [
    term('on_hand'),
    term('arrivals_to_a'),
    term('demand_to_a', -1),
    term('lost_to_a'),
    { ...term('stock_at_a'), kind: 'sum' },
    term('demand_a_b'),
    term('arrivals_a_b', -1),
    { key: 'stock_used', units: -terms.stock_at_a, kind: 'term' },
    term('safety'),
    { ...term('need'), kind: 'sum' },
    ...terms.adjustments.map(({ step, limit, quantity }) => ({
      key: step,
      units: quantity,
      kind: 'step' as const,
      limit,
    })),
  ].filter(({ units, kind }) => kind !== 'term' || units !== 0) as TermLine[]
}
