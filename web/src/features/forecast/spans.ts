export type Step = 'days' | 'weeks'
export type Span = 'weeks6' | 'months3' | 'months6' | 'year' | 'all'

/** How much of the history there is to choose from, in its days or weeks. */
const points: Record<Step, Partial<Record<Span, number>>> = {
  days: { weeks6: 42, months3: 90, year: 365 },
  weeks: { months6: 26, year: 52 },
}

/** Those that leave something out, and everything. */
export const spansOf = (step: Step, length: number): Span[] => [
  ...(Object.keys(points[step]) as Span[]).filter((span) => pointsOf(step, span) < length),
  'all',
]

export const pointsOf = (step: Step, span: Span) => points[step][span] ?? Number.POSITIVE_INFINITY

/** What the width of the page has room for. */
export function usualSpan(step: Step, narrow: boolean): Span {
  if (step === 'weeks') return narrow ? 'months6' : 'year'
  return narrow ? 'weeks6' : 'months3'
}
