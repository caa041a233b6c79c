import type { Scan } from '@/shared/product-picker/scan'
import type { Product } from '@/shared/products'
import { database } from '../queue/database'
import { significant } from './known-products'
import { readScaleLabel, type ScaleLabel } from './scale-label'

/**
 * The product of a label of the shop's scales, with what it weighs or costs, as the service would
 * say it; null for every other code, and where nothing of the kept catalogue is labelled so.
 */
export async function offlineScan(code: string, layout: string | null): Promise<Scan | null> {
  const label = readScaleLabel(code, layout)
  if (!label) return null
  const product = labelled(label, await (await database()).getAll('products'))
  if (!product) return null
  const quantity = unitsOf(label, product)
  if (quantity !== null && !isCountedSo(quantity, product)) return null
  return { product, quantity, amount: label.amount, lot: null, expires_on: null }
}

/** Known by its label that weighs nothing, else by the number of the article. */
function labelled({ blank, item }: ScaleLabel, all: readonly Product[]): Product | undefined {
  const called = (name: string) => all.find(({ sku }) => sku === name)
  return (
    all.find(({ barcodes }) => barcodes.some((code) => significant(code) === significant(blank))) ??
    (item ? (called(item) ?? called(item.replace(/^0+(?=.)/, ''))) : undefined)
  )
}

function unitsOf({ grams, amount }: ScaleLabel, product: Product): number | null {
  const { unit, price, quantity_decimals: decimals } = product
  if (grams !== null && unit === 'kg') return grams / 1000
  if (grams !== null && unit === 'g') return grams
  // How many units come to what it costs, as near as they are counted.
  if (amount === null || unit === 'piece' || price === 0) return null
  return Number((amount / price).toFixed(decimals)) || null
}

const isCountedSo = (quantity: number, { quantity_decimals: decimals }: Product) =>
  Number(quantity.toFixed(decimals)) === quantity
