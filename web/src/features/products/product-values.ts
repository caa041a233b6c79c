import { numberOf } from '@/shared/forms'
import type { Product } from '@/shared/products'
import { roundUnits, type Unit } from '@/shared/quantity'

export type Kind = Product['kind']
export const kinds = ['product', 'bundle', 'parent'] as const satisfies readonly Kind[]

/** How much of a product is in one bundle, as a form holds it. */
export type ComponentRow = { product: number; quantity: number | string }

export type ProductValues = {
  kind: Kind
  name: string
  sku: string
  category: string
  price: number | string
  tax_rate: number | string
  shelf_life_days: number | string
  stock: number | string
  unit: Unit
  quantity_decimals: string
  barcodes: string
  components: ComponentRow[]
}

export const productValues = (product: Product | undefined): ProductValues => ({
  kind: product?.kind ?? 'product',
  name: product?.name ?? '',
  sku: product?.sku ?? '',
  category: product?.category ?? '',
  price: product?.price ?? '',
  tax_rate: product?.tax_rate ?? '',
  shelf_life_days: product?.shelf_life_days ?? '',
  stock: 0,
  unit: product?.unit ?? 'piece',
  quantity_decimals: String(product?.quantity_decimals ?? 0),
  barcodes: product?.barcodes?.join(' ') ?? '',
  components:
    product?.components?.map(({ product_id: id, quantity }) => ({ product: id, quantity })) ?? [],
})

/** The catalogue fields; only a product is counted in parts of a unit, only a bundle has components. */
export const productBody = (values: ProductValues) => ({
  name: values.name.trim(),
  sku: values.sku.trim(),
  category: values.category.trim() || null,
  price: numberOf(values.price) as number,
  tax_rate: numberOf(values.tax_rate) ?? null,
  unit: values.unit,
  quantity_decimals: values.kind === 'product' ? Number(values.quantity_decimals) : 0,
  barcodes: values.barcodes.split(/[\s,;]+/).filter(Boolean),
  shelf_life_days: values.kind === 'bundle' ? null : (numberOf(values.shelf_life_days) ?? null),
  ...(values.kind === 'bundle'
    ? {
        components: values.components.map(({ product, quantity }) => ({
          product_id: product,
          quantity: numberOf(quantity) ?? Number.NaN,
        })),
      }
    : {}),
})

/** A new product: what it is, and what it starts with. */
export const newProductBody = (values: ProductValues) => ({
  ...productBody(values),
  kind: values.kind,
  stock: values.kind === 'product' ? (numberOf(values.stock) ?? 0) : 0,
})

/** With one more of a product. */
export function withComponent(rows: readonly ComponentRow[], product: number): ComponentRow[] {
  const n = rows.findIndex((row) => row.product === product)
  const row = rows[n]
  if (!row) return [...rows, { product, quantity: 1 }]
  return rows.with(n, { ...row, quantity: roundUnits((numberOf(row.quantity) ?? 0) + 1) })
}

/** How many bundles so much of one component is enough for. */
export const enoughFor = (stock: number, quantity: number) =>
  quantity > 0 ? Math.floor(roundUnits(stock) / quantity + 1e-9) : 0
