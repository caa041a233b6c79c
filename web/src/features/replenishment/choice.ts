import type { Advice, Plan } from './queries'

export const DAYS_OF_WEEK = 7

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

/**
 * Where a plan buys another quantity than was advised for the product alone: nothing of what it
 * leaves out, and of what waits for the next order.
 */
export function plannedOf(rows: readonly Advice[], plan: Plan | undefined): Changed {
  const bought = new Map<string, number>()
  for (const { decision, location_id, lines } of plan?.orders ?? []) {
    for (const { product_id, quantity } of lines) {
      bought.set(keyOf({ product_id, location_id }), decision === 'wait' ? 0 : quantity)
    }
  }
  return new Map(
    rows
      .filter(({ supplier_id }) => plan !== undefined && supplier_id !== null)
      .filter((row) => (bought.get(keyOf(row)) ?? 0) !== row.quantity)
      .map((row) => [keyOf(row), bought.get(keyOf(row)) ?? 0]),
  )
}

export type Budgeted = {
  /** Of which something is bought. */
  bought: number
  cost: number
  /** Of which nothing is bought; the greatest loss first. */
  leftOut: Advice[]
  /** Of those that are left out, lost in a week once they have run out; null: not known. */
  lostPerWeek: number | null
}

/** What is bought with these quantities, and what it means for the rest. */
export function budgeted(rows: readonly Advice[], chosen: Changed): Budgeted {
  const ofSupplier = rows.filter(({ supplier_id }) => supplier_id !== null)
  const leftOut = ofSupplier
    .filter((row) => quantityOf(row, chosen) <= 0)
    .toSorted((a, b) => (b.money_at_risk_per_day ?? 0) - (a.money_at_risk_per_day ?? 0))
  const known = leftOut.flatMap((row) => row.money_at_risk_per_day ?? [])
  return {
    bought: ofSupplier.length - leftOut.length,
    cost: sumOf(ofSupplier.map((row) => costOf(row, chosen))),
    leftOut,
    lostPerWeek: known.length > 0 ? sumOf(known.map((money) => money * DAYS_OF_WEEK)) : null,
  }
}

/** The day by which the first of them is to be ordered. */
export const firstOrderBy = (rows: readonly Advice[]) =>
  rows
    .flatMap(({ order_by }) => order_by ?? [])
    .toSorted()
    .at(0)
