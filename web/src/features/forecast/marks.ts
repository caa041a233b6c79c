import type { CalendarEvent } from '@/shared/calendar'
import { instantOf } from '@/shared/charts/days'
import type { Shade } from '@/shared/charts/spec'
import { addDays } from '@/shared/day'
import type { Product } from '@/shared/products'

export type MarkKind = CalendarEvent['kind'] | 'stockout'

/** Days that were not like others, shaded in a chart. */
export type Mark = { kind: MarkKind; name: string; first_day: string; last_day: string }

/** Readable on both schemes; the tooltip and the legend have the words. */
export const markColours: Record<MarkKind, string> = {
  promotion: 'rgba(47, 157, 113, 0.55)',
  closure: 'rgba(201, 60, 60, 0.55)',
  holiday: 'rgba(128, 140, 134, 0.45)',
  stockout: 'rgba(217, 140, 20, 0.55)',
}

/** Events of a product, of its category or of the whole shop. */
export const eventsOf = (events: readonly CalendarEvent[], product: Product) =>
  events.filter(
    ({ product_id: id, category }) =>
      (id === null || id === product.id) && (category === null || category === product.category),
  )

/** Runs of days on which there was nothing left to sell at some moment. */
export function stockoutsOf(points: readonly { day: string; censored?: boolean }[]): Mark[] {
  const runs: Mark[] = []
  for (const { day, censored } of points) {
    if (!censored) continue
    const run = runs.at(-1)
    if (run && addDays(run.last_day, 1) === day) run.last_day = day
    else runs.push({ kind: 'stockout', name: '', first_day: day, last_day: day })
  }
  return runs
}

/** The kinds that a legend has to explain, the most telling first. */
export const kindsOf = (marks: readonly Mark[]): MarkKind[] =>
  (['promotion', 'closure', 'stockout', 'holiday'] as const).filter((kind) =>
    marks.some((mark) => mark.kind === kind),
  )

/** What is within the days of a chart that begins with a day, as it is drawn. */
export const shadesOf = (marks: readonly Mark[], first: string, opacity = 1): Shade[] =>
  marks
    .filter(({ last_day }) => last_day >= first)
    .map(({ kind, first_day, last_day }) => ({
      from: instantOf(first_day < first ? first : first_day),
      to: instantOf(addDays(last_day, 1)),
      color: markColours[kind],
      opacity,
    }))

/** Those with a day in a period. */
export const marksWithin = (marks: readonly Mark[], first: string, last: string) =>
  marks.filter(({ first_day, last_day }) => first_day <= last && last_day >= first)
