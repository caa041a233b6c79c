import type { Product } from '@/shared/products'
import { lineTotal } from '@/shared/quantity'
import type { SoldBasket } from './basket-queries'
import type { Sold } from './till/receipt'

/**
 * A recorded basket as its receipt has it, once all its products are known. Of one that was taken
 * back every line stands there, otherwise those that still count.
 */
export function soldOf(basket: SoldBasket, products: ReadonlyMap<number, Product>): Sold | null {
  const lines = basket.lines
    .filter(({ voided_at }) => basket.voided || voided_at === null)
    .flatMap((sale) => {
      const product = products.get(sale.product_id)
      if (!product) return []
      const { quantity, price, tax_rate } = sale
      return [
        {
          key: String(sale.id),
          // Its rate is that of the day on which it was sold.
          product: { ...product, tax_rate: tax_rate ?? product.tax_rate },
          quantity,
          price,
          sum: lineTotal(sale),
        },
      ]
    })
  if (basket.lines.some(({ product_id }) => !products.has(product_id))) return null
  return {
    lines,
    order: basket.id,
    at: basket.sold_at,
    total: lines.reduce((sum, line) => sum + Math.round(line.sum * 100), 0) / 100,
    state: basket.voided ? 'cancelled' : 'recorded',
  }
}
