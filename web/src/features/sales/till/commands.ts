import type { BasketLine } from './basket'

/** `*3` or `×0,35`: so much of what was added last. Null when the text is no such command. */
export function quantityCommand(text: string, lines: readonly BasketLine[]): BasketLine[] | null {
  const amount = /^[*×]\s*(\d{1,6}(?:[.,]\d{1,3})?)$/.exec(text)?.[1]
  const last = lines.at(-1)
  if (amount === undefined || !last) return null
  const quantity = Number(amount.replace(',', '.'))
  const scale = 10 ** last.product.quantity_decimals
  // What the product cannot be sold in parts of is no quantity of it.
  const fits = Math.abs(quantity * scale - Math.round(quantity * scale)) < 1e-6
  return quantity > 0 && fits ? lines.with(-1, { ...last, quantity }) : null
}
