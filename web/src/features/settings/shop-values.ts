import type { AuthShopPut } from '@/api/gen/types.gen'
import { numberOf } from '@/shared/number-of'
import type { Shop } from '@/shared/shop/use-shop'

export const shopFields = [
  'name',
  'address',
  'country',
  'currency',
  'prices_include_tax',
  'time_zone',
  'opening_days',
  'default_target',
  'short_stock',
  'weight_code_layout',
  'open_role',
] as const
export type ShopField = (typeof shopFields)[number]

/** The settings as a form holds them: the service level in percent, weekdays as text. */
export type ShopValues = {
  name: string
  address: string
  country: string | null
  currency: string
  prices_include_tax: boolean
  time_zone: string
  opening_days: string[]
  default_target: number | string
  short_stock: Shop['short_stock']
  weight_code_layout: string
  open_role: Shop['open_role']
}

type Settings = Pick<Shop, ShopField>

/** A share of 0 to 1 in percent, without the dust of binary fractions. */
export const percentOf = (share: number) => Math.round(share * 10_000) / 100

export function valuesOf(shop: Settings): ShopValues {
  return {
    name: shop.name,
    address: shop.address,
    country: shop.country,
    currency: shop.currency,
    prices_include_tax: shop.prices_include_tax,
    time_zone: shop.time_zone,
    opening_days: shop.opening_days.map(String),
    default_target: Number.isNaN(shop.default_target) ? '' : percentOf(shop.default_target),
    short_stock: shop.short_stock,
    weight_code_layout: shop.weight_code_layout ?? '',
    open_role: shop.open_role,
  }
}

/** The settings that a form's values say. A field that is empty in vain is no number. */
export function settingsOf(values: ShopValues): Settings & AuthShopPut {
  const percent = numberOf(values.default_target) ?? Number.NaN
  return {
    ...values,
    name: values.name.trim(),
    address: values.address.trim(),
    opening_days: values.opening_days.map(Number).sort(),
    default_target: Math.round(percent * 100) / 10_000,
    weight_code_layout: values.weight_code_layout.trim().toUpperCase() || null,
  }
}

const differing = (a: Settings, b: Settings): ShopField[] =>
  shopFields.filter((field) => JSON.stringify(a[field]) !== JSON.stringify(b[field]))

export type Rebased = {
  values: ShopValues
  /** What stays changed over what is stored now. */
  mine: ShopField[]
  /** Of those, what the other one changed as well. */
  both: ShopField[]
}

/**
 * Somebody else saved first: what was changed here since `base` stays as it was typed, everything
 * else becomes as it is stored now.
 */
export function rebase(base: Settings, typed: ShopValues, stored: Settings): Rebased {
  const here = settingsOf(typed)
  const mine = differing(base, here).filter((field) => differing(here, stored).includes(field))
  const kept = Object.fromEntries(mine.map((field) => [field, typed[field]]))
  return {
    values: { ...valuesOf(stored), ...kept },
    mine,
    both: differing(base, stored).filter((field) => mine.includes(field)),
  }
}
