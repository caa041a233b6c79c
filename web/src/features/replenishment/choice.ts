import type { Advice } from './queries'

/** A product at a location. */
export const keyOf = ({ product_id, location_id }: Pick<Advice, 'product_id' | 'location_id'>) =>
  `${product_id}-${location_id}`

/** Quantities that somebody changed, by product and location. */
export type Changed = ReadonlyMap<string, number>

export const quantityOf = (advice: Advice, changed: Changed) =>
  changed.get(keyOf(advice)) ?? advice.quantity

/** In whole cents; null where the cost of a unit is not known, or not shown. */
export function costOf(advice: Advice, changed: Changed): number | null {
  const quantity = quantityOf(advice, changed)
  if (quantity === advice.quantity) return advice.cost
  return advice.unit_cost === null ? null : Math.round(advice.unit_cost * quantity * 100) / 100
}

const sumOf = (values: readonly (number | null)[]) =>
  values.reduce<number>((sum, value) => sum + Math.round((value ?? 0) * 100), 0) / 100

export type SupplierPart = { id: number; name: string; rows: Advice[]; cost: number }

/** What would be ordered, by supplier, the greatest order first. */
export function bySupplier(rows: readonly Advice[], changed: Changed): SupplierPart[] {
  const parts = new Map<number, Advice[]>()
  for (const row of rows) {
    if (row.supplier_id === null || quantityOf(row, changed) <= 0) continue
    parts.set(row.supplier_id, [...(parts.get(row.supplier_id) ?? []), row])
  }
  return [...parts]
    .map(([id, own]) => ({
      id,
      name: own[0]?.supplier_name ?? String(id),
      rows: own,
      cost: sumOf(own.map((row) => costOf(row, changed))),
    }))
    .sort((a, b) => b.cost - a.cost)
}

export type Budgeted = {
  rows: Advice[]
  cost: number
  /** Of what all together are worth, so much; null where that is not known. */
  share: number | null
  /** Left out, since nobody knows what they cost. */
  unknown: number
}

/** The rows that are worth most for their money and fit together into a budget. */
export function withinBudget(
  all: readonly Advice[],
  changed: Changed,
  budget: number | null,
): Budgeted {
  const known = all.filter((row) => costOf(row, changed) !== null)
  const worth = sumOf(known.map((row) => row.worth))
  const perMoney = (row: Advice) => (row.worth ?? 0) / Math.max(costOf(row, changed) ?? 0, 0.01)
  if (budget === null) {
    const cost = sumOf(known.map((row) => costOf(row, changed)))
    return { rows: [...all], cost, share: null, unknown: all.length - known.length }
  }
  const rows: Advice[] = []
  let cents = Math.round(budget * 100)
  for (const row of known.toSorted((a, b) => perMoney(b) - perMoney(a))) {
    const cost = Math.round((costOf(row, changed) ?? 0) * 100)
    if (cost > cents) continue
    cents -= cost
    rows.push(row)
  }
  return {
    rows,
    cost: sumOf(rows.map((row) => costOf(row, changed))),
    share: worth > 0 ? sumOf(rows.map((row) => row.worth)) / worth : null,
    unknown: all.length - known.length,
  }
}

/** The day by which the first of them is to be ordered. */
export const firstOrderBy = (rows: readonly Advice[]) =>
  rows
    .flatMap(({ order_by }) => order_by ?? [])
    .toSorted()
    .at(0)
