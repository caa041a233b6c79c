import type { SalesOrderLineIn } from '@/api/gen/types.gen'
import { randomKey } from '@/shared/ids'
import type { Product } from '@/shared/products'
import { totalOf } from '@/shared/quantity'

/** A line that waits in the basket; `price` where it is not the product's own. */
export type BasketLine = {
  key: string
  product: Product
  quantity: number
  price?: number
  percent?: number
}

export const MAX_LINES = 100

export const newLine = (line: Omit<BasketLine, 'key'>): BasketLine => ({
  ...line,
  key: randomKey(),
})

/** With one more line, or with one more unit on the line that the same code made before. */
export function withScanned(lines: readonly BasketLine[], line: BasketLine): BasketLine[] {
  const n = lines.findIndex(
    ({ product, price, percent }) =>
      product.id === line.product.id && price === line.price && percent === undefined,
  )
  const same = lines[n]
  if (!same || line.product.unit !== 'piece') return [...lines, line]
  return lines.with(n, { ...same, quantity: same.quantity + line.quantity })
}

/** As the service reckons it: the line to the cent, then the discount to the cent. */
export function basketTotal(line: BasketLine): number {
  const total = totalOf(line.price ?? line.product.price, line.quantity)
  const hundredths = Math.round((line.percent ?? 0) * 100)
  const discount = Math.round((Math.round(total * 100) * hundredths) / 10_000)
  return (Math.round(total * 100) - discount) / 100
}

export function orderLine(line: BasketLine): SalesOrderLineIn {
  return {
    product_id: line.product.id,
    quantity: line.quantity,
    ...(line.price === undefined ? {} : { price: line.price }),
    ...(line.percent ? { discount: { percent: line.percent } } : {}),
  }
}
