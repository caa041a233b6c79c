import type { ForecastEventIn } from '@/api/gen/types.gen'

export const kinds = ['promotion', 'closure'] as const
export type Kind = (typeof kinds)[number]

export const scopes = ['all', 'category', 'product'] as const
export type Scope = (typeof scopes)[number]

export type EventValues = {
  kind: Kind
  name: string
  first_day: string
  last_day: string
  scope: Scope
  category: string
  product: { id: number; name: string } | null
  lift: number | ''
  discount_percent: number | ''
}

/** The body that a form's values are sent as; a closure is always of the whole shop. */
export function eventBody(values: EventValues): ForecastEventIn {
  const { kind, name, first_day, last_day, scope, category, product, lift, discount_percent } =
    values
  const promoted = kind === 'promotion'
  return {
    kind,
    name: name.trim(),
    first_day,
    last_day,
    ...(promoted && scope === 'category' ? { category: category.trim() } : {}),
    ...(promoted && scope === 'product' && product ? { product_id: product.id } : {}),
    ...(promoted && lift !== '' ? { lift } : {}),
    ...(promoted && discount_percent !== '' ? { discount_percent } : {}),
  }
}
