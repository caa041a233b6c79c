import { numberOf } from '@/shared/number-of'
import type { Product } from '@/shared/products'
import { roundUnits, type Unit } from '@/shared/quantity'

export type Kind = Product['kind']
export const kinds = ['product', 'bundle', 'parent'] as const satisfies readonly Kind[]

/** How much of a product is in one bundle, as a form holds it. */
export type ComponentRow = { product: number; quantity: number | string }

/** By location, what it shall never hold less of; an empty one says nothing. */
export type Floors = Record<number, number | string>

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
  min_stock: Floors
  supplier: number | null
  unit_cost: number | string
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
  min_stock: Object.fromEntries(
    product?.min_stock?.map(({ location_id: id, quantity }) => [id, quantity]) ?? [],
  ),
  supplier: product?.supplier_id ?? null,
  unit_cost: '',
})

export const floorsBody = (floors: Floors) =>
  Object.entries(floors).flatMap(([id, said]) => {
    const quantity = numberOf(said)
    return quantity ? [{ location_id: Number(id), quantity }] : []
  })

/** Only when it is another one: its terms may have been changed since this page read them. */
const supplierBody = ({ kind, supplier, unit_cost }: ProductValues, agreed: number | null) => {
  if (kind !== 'product' || supplier === agreed) return {}
  const cost = numberOf(unit_cost)
  return { supplier_id: supplier, ...(supplier && cost !== undefined ? { unit_cost: cost } : {}) }
}

/** The catalogue fields; only a product is counted in parts of a unit, only a bundle has components. */
const productBody = (values: ProductValues) => ({
  name: values.name.trim(),
  sku: values.sku.trim(),
  category: values.category.trim() || null,
  price: numberOf(values.price) as number,
  tax_rate: numberOf(values.tax_rate) ?? null,
  unit: values.unit,
  quantity_decimals: values.kind === 'product' ? Number(values.quantity_decimals) : 0,
  barcodes: values.barcodes.split(/[\s,;]+/).filter(Boolean),
  shelf_life_days: values.kind === 'bundle' ? null : (numberOf(values.shelf_life_days) ?? null),
  kind: values.kind,
  min_stock: values.kind === 'product' ? floorsBody(values.min_stock) : [],
  ...(values.kind === 'bundle'
    ? {
        components: values.components.map(({ product, quantity }) => ({
          product_id: product,
          quantity: numberOf(quantity) ?? Number.NaN,
        })),
      }
    : { components: [] }),
})

/** A product that is there, as it is to be. */
export const changedBody = (product: Product, values: ProductValues) => ({
  ...productBody(values),
  ...supplierBody(values, product.supplier_id ?? null),
})

/** A new product: what it is, and what it starts with. */
export const newProductBody = (values: ProductValues) => ({
  ...productBody(values),
  ...supplierBody(values, null),
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
