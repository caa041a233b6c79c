import type { ForecastPutTargetData, ForecastTargetOut } from '@/api/gen/types.gen'
import { numberOf } from '@/shared/number-of'

export type Target = ForecastTargetOut
export type Aim = Target['target']

export const scopes = ['shop', 'category', 'product'] as const
export type Scope = (typeof scopes)[number]

/** A share of cycles without a stock-out; or what missing and keeping units costs. */
export const ways = ['service_level', 'costs', 'margin'] as const
export type Way = (typeof ways)[number]

/** A target as a form holds it: shares in percent. */
export type TargetValues = {
  scope: Scope
  category: string
  product: { id: number; name: string } | null
  way: Way
  service_level: number | string
  shortage_cost: number | string
  holding_cost_per_day: number | string
  margin_factor: number | string
  capital_rate_per_year: number | string
  space_cost_per_day: number | string
}

/** The fields of each way; what is left empty of the second line is the usual. */
export const fieldsOf = {
  service_level: ['service_level'],
  costs: ['shortage_cost', 'holding_cost_per_day'],
  margin: ['margin_factor', 'capital_rate_per_year', 'space_cost_per_day'],
} as const satisfies Record<Way, readonly (keyof TargetValues)[]>

const inPercent: ReadonlySet<string> = new Set(['service_level', 'capital_rate_per_year'])

/** Without the dust of binary fractions. */
const percentOf = (share: number) => Math.round(share * 10_000) / 100
const shareOf = (percent: number) => Math.round(percent * 100) / 10_000

export const wayOf = (aim: Aim): Way =>
  'service_level' in aim ? 'service_level' : 'shortage_cost' in aim ? 'costs' : 'margin'

/** What a form starts from: a target that is there, else the shop's service level. */
export function valuesOf(target: Target | null, level: number, name: string): TargetValues {
  const empty: TargetValues = {
    scope: target?.scope ?? 'category',
    category: target?.category ?? '',
    product: target?.product_id ? { id: target.product_id, name } : null,
    way: target ? wayOf(target.target) : 'service_level',
    service_level: percentOf(level),
    shortage_cost: '',
    holding_cost_per_day: '',
    margin_factor: 1,
    capital_rate_per_year: 10,
    space_cost_per_day: 0,
  }
  const said = Object.entries(target?.target ?? {}).map(([field, value]) => [
    field,
    inPercent.has(field) ? percentOf(value) : value,
  ])
  return { ...empty, ...Object.fromEntries(said) }
}

/** Of what it is the target. */
export const subjectOf = ({ scope, category, product }: TargetValues) => ({
  product_id: scope === 'product' ? (product?.id ?? null) : null,
  category: scope === 'category' ? category.trim() : null,
})

export function targetBody(values: TargetValues): ForecastPutTargetData['body'] {
  const said = fieldsOf[values.way].flatMap((field) => {
    const value = numberOf(values[field])
    return value === undefined ? [] : [[field, inPercent.has(field) ? shareOf(value) : value]]
  })
  return { ...subjectOf(values), target: Object.fromEntries(said) }
}
