/** How the fields that the log keeps are read. What is not here is a word, a text or a number. */
type Kind =
  | 'cost'
  | 'country'
  | 'currency'
  | 'day'
  | 'language'
  | 'location'
  | 'percent'
  | 'price'
  | 'product'
  | 'role'
  | 'name'
  | 'share'
  | 'supplier'
  | 'weekdays'
  | 'zone'

const kinds: Record<string, Kind> = {
  // In whatever money the supplier is paid, which the log does not say.
  break_costs: 'cost',
  carriage_free_from: 'cost',
  minimum_order_value: 'cost',
  unit_cost: 'cost',
  dead_value: 'price',
  holding_cost_per_day: 'price',
  overstock_value: 'price',
  price: 'price',
  shortage_cost: 'price',
  space_cost_per_day: 'price',
  discount_percent: 'percent',
  percentage: 'percent',
  tax_rate: 'percent',
  capital_rate_per_year: 'share',
  default_target: 'share',
  run_out_chance: 'share',
  service_level: 'share',
  day: 'day',
  expected_on: 'day',
  expires_on: 'day',
  first_day: 'day',
  last_day: 'day',
  until: 'day',
  from_location_id: 'location',
  location_id: 'location',
  to_location_id: 'location',
  parent_id: 'product',
  product_id: 'product',
  product_ids: 'product',
  supplier_id: 'supplier',
  needed_role: 'role',
  open_role: 'role',
  own_role: 'role',
  role: 'role',
  second_factor_from: 'role',
  opening_days: 'weekdays',
  order_days: 'weekdays',
  country: 'country',
  currency: 'currency',
  language: 'language',
  mail_language: 'language',
  time_zone: 'zone',
  // A number that counts nothing.
  seed: 'name',
}

export const kindOf = (field: string): Kind | undefined => kinds[field]

/** Numbers of rows that no page shows: they stand among the details only. */
const HIDDEN = new Set([
  'first_id',
  'last_id',
  'mail_id',
  'movement_id',
  'receipt_id',
  'return_id',
  'session',
  'version',
])

export const isHidden = (field: string) => HIDDEN.has(field)

export const isDifference = (change: unknown): change is { from: unknown; to: unknown } =>
  isRecord(change) && 'from' in change && 'to' in change

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The ids of products, suppliers and so on that the changes and subjects of acts name. */
export function idsIn(what: 'product' | 'supplier', ...values: unknown[]): number[] {
  const found = new Set<number>()
  const add = (id: unknown) => {
    if (Number.isInteger(id) && Number(id) > 0) found.add(Number(id))
  }
  const look = (value: unknown, field: string) => {
    if (kindOf(field) === what && !isRecord(value)) [value].flat().forEach(add)
    else if (Array.isArray(value)) for (const each of value) look(each, '')
    else if (isDifference(value)) {
      look(value.from, field)
      look(value.to, field)
    } else if (isRecord(value)) {
      for (const [name, each] of Object.entries(value)) {
        const [kind, id] = name.split('/')
        if (kind === what) add(Number(id))
        look(each, name)
      }
    }
  }
  for (const value of values) look(value, '')
  return [...found]
}
