export type Rebased<Values> = {
  values: Values
  /** What was changed here and there alike: what was typed here stands. */
  both: (keyof Values & string)[]
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/**
 * Somebody else saved first: what was changed here since `base` stays as it was typed, everything
 * else becomes as it is stored now.
 */
export function rebase<Values extends object>(
  base: Values,
  typed: Values,
  stored: Values,
): Rebased<Values> {
  const fields = Object.keys(stored) as (keyof Values & string)[]
  const mine = fields.filter((field) => !same(typed[field], base[field]))
  const kept = Object.fromEntries(mine.map((field) => [field, typed[field]]))
  return {
    values: { ...stored, ...kept },
    both: mine.filter(
      (field) => !same(stored[field], base[field]) && !same(stored[field], typed[field]),
    ),
  }
}
