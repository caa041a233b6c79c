import type { Product } from '@/shared/products'
import type { Shop } from '@/shared/shop/use-shop'

export type Margin = {
  /** In the shop's currency, of one unit at today's price. */
  amount: number
  /** Of the price before tax; null where nothing is asked for it. */
  share: number | null
  /** Tax is not in it; otherwise the price has a tax that nobody has said. */
  beforeTax: boolean
}

/** What selling one unit leaves; null while nobody knows what it costs. */
export function marginOf(
  { price, cost, tax_rate: rate }: Pick<Product, 'price' | 'cost' | 'tax_rate'>,
  { prices_include_tax: included }: Pick<Shop, 'prices_include_tax'>,
): Margin | null {
  if (cost === null) return null
  const beforeTax = !included || rate !== null
  const net = included && rate !== null ? price / (1 + rate / 100) : price
  const amount = Math.round((net - cost) * 100) / 100
  return { amount, share: net > 0 ? (net - cost) / net : null, beforeTax }
}
