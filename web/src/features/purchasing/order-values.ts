import type { ProductsPurchaseOrderIn, ProductsPurchaseOrderPut } from '@/api/gen/types.gen'
import { randomKey } from '@/shared/ids'
import { MAIN_LOCATION } from '@/shared/locations'
import { numberOf } from '@/shared/number-of'
import type { Product } from '@/shared/products'
import { roundUnits } from '@/shared/quantity'
import { rebase } from '@/shared/rebase'
import type { Terms } from '@/shared/suppliers'
import type { Order } from './queries'

type Amount = number | string

/** A line as a form holds it; `id` where the order has it already, an empty cost is the terms'. */
export type LineValues = {
  key: string
  id?: number
  product: Pick<Product, 'id' | 'name' | 'sku'>
  quantity: Amount
  unit_cost: Amount
  expected_on: string | null
}

export type OrderValues = {
  supplier: number | null
  location: number
  expected_on: string
  reference: string
  note: string
  lines: LineValues[]
}

export const newOrder = (supplier: number | null): OrderValues => ({
  supplier,
  location: MAIN_LOCATION,
  expected_on: '',
  reference: '',
  note: '',
  lines: [],
})

export const valuesOf = (order: Order): OrderValues => ({
  supplier: order.supplier_id,
  location: order.location_id,
  expected_on: order.expected_on ?? '',
  reference: order.reference ?? '',
  note: order.note ?? '',
  lines: order.lines.map((line) => ({
    key: `line/${line.id}`,
    id: line.id,
    product: { id: line.product_id, name: line.product_name, sku: line.product_sku },
    quantity: line.quantity,
    unit_cost: line.unit_cost,
    expected_on: line.expected_on,
  })),
})

/** How many one orders at first: what the supplier sells at least, in whole cases. */
export function leastQuantity(terms: Terms | undefined): number {
  if (!terms) return 1
  return upToMultiple(Math.max(terms.minimum_quantity, terms.order_multiple), terms.order_multiple)
}

/** The next whole number of cases, in whole thousandths. */
export function upToMultiple(quantity: number, multiple: number): number {
  const [units, each] = [quantity, multiple].map((value) => Math.round(value * 1000)) as [
    number,
    number,
  ]
  return (Math.ceil(units / each) * each) / 1000
}

/** What a unit costs by the terms, by so many. */
export function costAt(terms: Terms, quantity: number): number {
  const step = terms.price_breaks.findLast(({ from_quantity }) => from_quantity <= quantity)
  return step?.unit_cost ?? terms.unit_cost
}

/** What a unit of the line costs; undefined while nobody has said. */
export function lineCost(line: LineValues, terms: Terms | undefined): number | undefined {
  return numberOf(line.unit_cost) ?? (terms && costAt(terms, numberOf(line.quantity) ?? 0))
}

/** In cents: the service rounds each line. */
export function lineCents(line: LineValues, terms: Terms | undefined): number {
  const exact = (lineCost(line, terms) ?? 0) * (numberOf(line.quantity) ?? 0) * 100
  // Without what binary fractions add at the eighth place.
  return Math.round(Number(exact.toFixed(6)))
}

export function orderTotal(
  lines: readonly LineValues[],
  terms: ReadonlyMap<number, Terms>,
): number {
  return lines.reduce((sum, line) => sum + lineCents(line, terms.get(line.product.id)), 0) / 100
}

/** Picking a product that is there already adds one more case of it. */
export function withProduct(
  lines: readonly LineValues[],
  product: LineValues['product'],
  terms: Terms | undefined,
): LineValues[] {
  const n = lines.findIndex((line) => line.product.id === product.id)
  const line = lines[n]
  if (line) {
    const quantity = roundUnits((numberOf(line.quantity) ?? 0) + (terms?.order_multiple ?? 1))
    return lines.with(n, { ...line, quantity })
  }
  const added = {
    key: randomKey(),
    product: { id: product.id, name: product.name, sku: product.sku },
    quantity: leastQuantity(terms),
    unit_cost: '',
    expected_on: null,
  }
  return [...lines, added]
}

const lineBody = (line: LineValues) => ({
  product_id: line.product.id,
  // Empty is no number: the field says so.
  quantity: numberOf(line.quantity) ?? Number.NaN,
  unit_cost: numberOf(line.unit_cost) ?? null,
  expected_on: line.expected_on,
})

const head = (values: OrderValues) => ({
  location_id: values.location,
  expected_on: values.expected_on || null,
  reference: values.reference.trim() || null,
  note: values.note.trim() || null,
})

export const draftBody = (values: OrderValues): ProductsPurchaseOrderIn => ({
  supplier_id: values.supplier ?? Number.NaN,
  ...head(values),
  lines: values.lines.map(lineBody),
})

export const amendBody = (values: OrderValues): ProductsPurchaseOrderPut => ({
  ...head(values),
  lines: values.lines.map((line) => ({ ...lineBody(line), ...(line.id ? { id: line.id } : {}) })),
})

/**
 * Somebody else saved first: lines and fields that were changed here stay as they were typed,
 * also those that were added or taken out; all others become as they are stored now.
 */
export function rebaseOrder(base: Order, typed: OrderValues, stored: Order): OrderValues {
  const byId = (values: OrderValues) =>
    Object.fromEntries(values.lines.flatMap((line) => (line.id ? [[line.key, line]] : [])))
  const [before, now] = [valuesOf(base), valuesOf(stored)]
  const here = byId(typed)
  const gone = Object.keys(byId(before)).filter((key) => !(key in here))
  const fields = rebase(
    { ...before, lines: [] as LineValues[] },
    { ...typed, lines: [] },
    { ...now, lines: [] },
  )
  const lines = rebase(byId(before), here, byId(now))
  return {
    ...fields.values,
    lines: [
      ...Object.values(lines.values).filter((line) => line && !gone.includes(line.key)),
      ...typed.lines.filter((line) => !line.id),
    ] as LineValues[],
  }
}
