import type { ProductsTermsIn } from '@/api/gen/types.gen'
import { numberOf } from '@/shared/number-of'
import type { Product } from '@/shared/products'
import type { Terms } from '@/shared/suppliers'

type Amount = number | string

/** What the terms of one product are, as a form holds them. */
export type TermsValues = {
  sku: string
  unit_cost: Amount
  price_breaks: { from_quantity: Amount; unit_cost: Amount }[]
  units_per_case: Amount
  order_multiple: Amount
  minimum_quantity: Amount
  lead_time_days: Amount
  preferred: boolean
}

export const termsFields = [
  'product_id',
  'sku',
  'unit_cost',
  'price_breaks',
  'from_quantity',
  'units_per_case',
  'order_multiple',
  'minimum_quantity',
  'lead_time_days',
  'preferred',
] as const

/** Whose terms are being changed: `terms` where there are some already. */
export type Edited = { product: Pick<Product, 'id' | 'name'>; terms: Terms | null }

export const newTerms: TermsValues = {
  sku: '',
  unit_cost: '',
  price_breaks: [],
  units_per_case: '',
  order_multiple: 1,
  minimum_quantity: 0,
  lead_time_days: '',
  preferred: true,
}

export const valuesOfTerms = (terms: Terms): TermsValues => ({
  sku: terms.sku ?? '',
  unit_cost: terms.unit_cost,
  price_breaks: terms.price_breaks,
  units_per_case: terms.units_per_case ?? '',
  order_multiple: terms.order_multiple,
  minimum_quantity: terms.minimum_quantity,
  lead_time_days: terms.lead_time_days ?? '',
  preferred: terms.preferred,
})

/** The request; a field that is empty in vain is no number. */
export function termsBody({ product, terms }: Edited, values: TermsValues): ProductsTermsIn {
  const needed = (value: Amount) => numberOf(value) ?? Number.NaN
  return {
    product_id: product.id,
    sku: values.sku.trim() || null,
    units_per_case: numberOf(values.units_per_case) ?? null,
    unit_cost: needed(values.unit_cost),
    price_breaks: values.price_breaks.map((step) => ({
      from_quantity: needed(step.from_quantity),
      unit_cost: needed(step.unit_cost),
    })),
    order_multiple: needed(values.order_multiple),
    minimum_quantity: needed(values.minimum_quantity),
    lead_time_days: numberOf(values.lead_time_days) ?? null,
    preferred: values.preferred,
    ...(terms ? { version: terms.version } : {}),
  }
}

/** Goods are ordered by whole cases: quantities have at most three decimals. */
export function isWholeCases({ units_per_case, order_multiple }: TermsValues): boolean {
  const inCase = Math.round((numberOf(units_per_case) ?? 0) * 1000)
  return inCase <= 0 || Math.round((numberOf(order_multiple) ?? 0) * 1000) % inCase === 0
}

/** The service names the one item of the request; the form is that item. */
export const ofTheItem = (errors: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(errors).map(([path, text]) => [path.replace(/^items\.\d+\./, ''), text]),
  )
