import type { ForecastEventIn } from '@/api/gen/types.gen'
import type { CalendarEvent } from '@/shared/calendar'

export const eventColours = { promotion: 'pine', closure: 'red', holiday: 'gray' } as const

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

/** The values of a form for an entry: of one that is there, or of a new one on a day. */
export function eventValues(
  event: CalendarEvent | null,
  day: string,
  product: string,
): EventValues {
  if (!event) {
    return {
      kind: 'promotion',
      name: '',
      first_day: day,
      last_day: day,
      scope: 'all',
      category: '',
      product: null,
      lift: '',
      discount_percent: '',
    }
  }
  const { name, first_day, last_day, category, product_id: id, lift, discount_percent } = event
  return {
    kind: event.kind === 'closure' ? 'closure' : 'promotion',
    name,
    first_day,
    last_day,
    scope: id !== null ? 'product' : category !== null ? 'category' : 'all',
    category: category ?? '',
    product: id === null ? null : { id, name: product },
    lift: lift ?? '',
    discount_percent: discount_percent ?? '',
  }
}
