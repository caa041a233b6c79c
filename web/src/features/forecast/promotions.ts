import { addDays } from '@/shared/day'
import { type Mark, marksWithin } from './marks'
import { meanOf } from './summary'

/** Units a day with a promotion and without it. */
export type Effect = Pick<Mark, 'name' | 'first_day' | 'last_day'> & {
  coming: boolean
  withIt: number
  without: number
}

type Input = {
  history: readonly { day: string; quantity: number; censored?: boolean }[]
  dates: readonly string[]
  /** What is expected without planners' adjustments. */
  expected: readonly number[]
  marks: readonly Mark[]
  /** How many times more is expected of promoted days. */
  factor: number
}

const AROUND_DAYS = 28
const SHOWN = 5

/**
 * What promotions did and will do: past ones beside the days around them, those to come beside the
 * same days without one. Days of a closure or without stock tell nothing. The newest first.
 */
export function promotionEffects({ history, dates, expected, marks, factor }: Input): Effect[] {
  const promotions = marks.filter(({ kind }) => kind === 'promotion')
  const promoted = (day: string) => marksWithin(promotions, day, day).length > 0
  const closures = marks.filter(({ kind }) => kind === 'closure')
  const told = history.filter(
    ({ day, censored }) => !censored && marksWithin(closures, day, day).length === 0,
  )
  const soldWithin = (first: string, last: string, meant: (day: string) => boolean) =>
    told
      .filter(({ day }) => first <= day && day <= last && meant(day))
      .map(({ quantity }) => quantity)

  const past = promotions.flatMap(({ name, first_day, last_day }): Effect[] => {
    const during = soldWithin(first_day, last_day, () => true)
    const around = soldWithin(
      addDays(first_day, -AROUND_DAYS),
      addDays(last_day, AROUND_DAYS),
      (day) => !promoted(day),
    )
    if (during.length === 0 || around.length === 0) return []
    const means = { withIt: meanOf(during), without: meanOf(around) }
    return [{ name, first_day, last_day, coming: false, ...means }]
  })
  const ahead = promotions.flatMap(({ name, first_day, last_day }): Effect[] => {
    const during = expected.filter((_, i) => {
      const day = dates[i] ?? ''
      return first_day <= day && day <= last_day
    })
    if (during.length === 0) return []
    const withIt = meanOf(during)
    return [{ name, first_day, last_day, coming: true, withIt, without: withIt / factor }]
  })
  return [...past, ...ahead]
    .sort((a, b) => b.first_day.localeCompare(a.first_day) || Number(b.coming) - Number(a.coming))
    .slice(0, SHOWN)
}
