import type { ProductsProductOut } from '@/api/gen/types.gen'

/** How a product is counted: what its units are, and in parts of how many decimals. */
export type Counted = Pick<ProductsProductOut, 'unit' | 'quantity_decimals'>
export type Unit = ProductsProductOut['unit']

export const units = ['piece', 'kg', 'g', 'l', 'm'] as const satisfies readonly Unit[]

/** What people expect of a new product of such units. */
export const usualDecimals: Record<Unit, number> = { piece: 0, kg: 3, g: 0, l: 3, m: 2 }

export const MOST_DECIMALS = 3

/** Sums of decimals as the services reckon them, without what binary fractions add. */
export const roundUnits = (value: number) => Math.round(value * 1000) / 1000

/** What a line comes to: its own amount, or price times quantity to the cent. */
export function lineTotal(sale: { quantity: number; price: number; amount?: number | null }) {
  return sale.amount ?? totalOf(sale.price, sale.quantity)
}

/** To the cent, in whole thousandths and cents, which are exact. */
export function totalOf(price: number, quantity: number): number {
  return Math.round((Math.round(price * 100) * Math.round(quantity * 1000)) / 1000) / 100
}
