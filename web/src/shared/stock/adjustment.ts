import type { ProductsAdjustmentIn, ProductsStockLevelOut } from '@/api/gen/types.gen'
import { numberOf } from '@/shared/number-of'
import type { Product } from '@/shared/products'
import { roundUnits } from '@/shared/quantity'

export const modes = ['add', 'remove', 'count'] as const
export type Mode = (typeof modes)[number]
export type Reason = ProductsAdjustmentIn['reason']

/** Why stock goes up, why it goes down; a count is its own reason. */
export const reasonsOf: Record<Mode, readonly [Reason, ...Reason[]]> = {
  add: ['receipt', 'found', 'adjustment', 'other'],
  remove: ['damage', 'loss', 'adjustment', 'other'],
  count: ['count'],
}

/** What one has to know of a product to change its stock. */
export type Adjusted = Pick<
  Product,
  'id' | 'name' | 'kind' | 'unit' | 'quantity_decimals' | 'stock'
>

type Shelf = Pick<
  ProductsStockLevelOut,
  'product_id' | 'product_name' | 'unit' | 'quantity_decimals'
>

/** The product of a row of stock, of which `units` are there; bundles have no such rows. */
export const adjustedOf = (row: Shelf, units: number): Adjusted => ({
  id: row.product_id,
  name: row.product_name,
  kind: 'product',
  unit: row.unit,
  quantity_decimals: row.quantity_decimals,
  stock: units,
})

export type AdjustValues = {
  mode: Mode
  quantity: number | string
  reason: Reason
  note: string
  location_id: number
}

/** What the stock will be; while nothing is typed, what it is. */
export function stockAfter(
  stock: number,
  { mode, quantity }: Pick<AdjustValues, 'mode' | 'quantity'>,
): number {
  const amount = numberOf(quantity)
  if (amount === undefined) return stock
  return mode === 'count' ? amount : roundUnits(stock + (mode === 'add' ? amount : -amount))
}

/**
 * The request. A count is sent as the number that was counted: what was sold between the reading
 * and the sending is then not taken away twice.
 */
export function adjustmentBody(productId: number, values: AdjustValues): ProductsAdjustmentIn {
  const { mode, note, reason, location_id } = values
  const amount = numberOf(values.quantity) ?? 0
  const common = { product_id: productId, reason, note: note.trim() || null, location_id }
  if (mode === 'count') return { ...common, counted: amount }
  return { ...common, delta: mode === 'add' ? amount : -amount }
}
