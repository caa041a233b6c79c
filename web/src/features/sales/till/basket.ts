import type { SalesOrderLineIn } from '@/api/gen/types.gen'
import { randomKey } from '@/shared/ids'
import type { Product } from '@/shared/products'
import { totalOf } from '@/shared/quantity'

/** A line that waits in the basket; `price` where it is not the product's own. */
export type BasketLine = {
  key: string
  product: Product
  /** 0 until somebody has said how much: of what is weighed nobody can guess. */
  quantity: number
  price?: number
  percent?: number
  /** What it came to, where it has been sold: nothing is reckoned again then. */
  sum?: number
}

export const MAX_LINES = 100

export const newLine = (line: Omit<BasketLine, 'key'>): BasketLine => ({
  ...line,
  key: randomKey(),
})

/** With one more line, or with one more unit on the line that is of the same product and price. */
export function withAdded(lines: readonly BasketLine[], line: BasketLine): BasketLine[] {
  const n = lines.findIndex(
    ({ product, price, percent }) =>
      product.id === line.product.id && price === line.price && percent === undefined,
  )
  const same = lines[n]
  if (!same || line.product.unit !== 'piece') return [...lines, line]
  return lines.with(n, { ...same, quantity: same.quantity + line.quantity })
}

const cents = (money: number) => Math.round(money * 100)

/** As the service reckons it: the line to the cent, then the discount to the cent. */
export function lineSum(line: BasketLine): number {
  if (line.sum !== undefined) return line.sum
  const total = cents(totalOf(line.price ?? line.product.price, line.quantity))
  const hundredths = Math.round((line.percent ?? 0) * 100)
  return (total - Math.round((total * hundredths) / 10_000)) / 100
}

export const basketSum = (lines: readonly BasketLine[]): number =>
  lines.reduce((sum, line) => sum + cents(lineSum(line)), 0) / 100

/** The price is said always: what people paid is what was on the screen. */
export function orderLine(line: BasketLine): SalesOrderLineIn {
  return {
    product_id: line.product.id,
    quantity: line.quantity,
    price: line.price ?? line.product.price,
    ...(line.percent ? { discount: { percent: line.percent } } : {}),
  }
}

/** What of a basket is tax, of each rate that is known; rates ascend. */
export function taxesOf(lines: readonly BasketLine[], included: boolean) {
  const sums = new Map<number, number>()
  for (const line of lines) {
    const rate = line.product.tax_rate
    if (rate) sums.set(rate, (sums.get(rate) ?? 0) + cents(lineSum(line)))
  }
  return [...sums]
    .sort(([a], [b]) => a - b)
    .map(([rate, sum]) => {
      const share = included ? rate / (100 + rate) : rate / 100
      return { rate, tax: Math.round(sum * share) / 100 }
    })
}
