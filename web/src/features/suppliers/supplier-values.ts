import type { ProductsSupplierPut } from '@/api/gen/types.gen'
import { numberOf } from '@/shared/number-of'
import type { Supplier } from '@/shared/suppliers'

type Amount = number | string

/** A supplier as a form holds it: weekdays as text, what is not said empty. */
export type SupplierValues = {
  name: string
  email: string
  phone: string
  address: string
  country: string | null
  account_number: string
  electronic_address: string
  language: string
  currency: string
  rate: Amount
  minimum_order_value: Amount
  carriage_free_from: Amount
  order_days: string[]
  review_days: Amount
  lead_time_days: Amount
  closed: { from: string; to: string }[]
  note: string
}

export const supplierFields = [
  'name',
  'email',
  'phone',
  'address',
  'country',
  'account_number',
  'electronic_address',
  'language',
  'currency',
  'rate',
  'minimum_order_value',
  'carriage_free_from',
  'order_days',
  'review_days',
  'lead_time_days',
  'from',
  'to',
  'closed',
  'note',
] as const

const WEEK = 7

export const newSupplier = (currency: string, language: string): SupplierValues => ({
  name: '',
  email: '',
  phone: '',
  address: '',
  country: null,
  account_number: '',
  electronic_address: '',
  language,
  currency,
  rate: '',
  minimum_order_value: '',
  carriage_free_from: '',
  order_days: [],
  review_days: WEEK,
  lead_time_days: '',
  closed: [],
  note: '',
})

export const valuesOf = (supplier: Supplier, shopCurrency: string): SupplierValues => ({
  name: supplier.name,
  email: supplier.email ?? '',
  phone: supplier.phone ?? '',
  address: supplier.address,
  country: supplier.country,
  account_number: supplier.account_number ?? '',
  electronic_address: supplier.electronic_address ?? '',
  language: supplier.language,
  currency: supplier.currency,
  rate: supplier.currency === shopCurrency ? '' : supplier.rate,
  minimum_order_value: supplier.minimum_order_value ?? '',
  carriage_free_from: supplier.carriage_free_from ?? '',
  order_days: supplier.order_days.map(String),
  review_days: supplier.review_days,
  lead_time_days: supplier.lead_time_days ?? '',
  closed: supplier.closed,
  note: supplier.note ?? '',
})

const said = (text: string) => text.trim() || null
const amount = (value: Amount) => numberOf(value) ?? null

/** The request. The rate of the shop's own currency is nobody's to say. */
export function bodyOf(values: SupplierValues, shopCurrency: string): ProductsSupplierPut {
  return {
    name: values.name.trim(),
    email: said(values.email),
    phone: said(values.phone),
    address: values.address.trim(),
    country: values.country,
    account_number: said(values.account_number),
    electronic_address: said(values.electronic_address),
    language: values.language === 'fr' ? 'fr' : 'en',
    currency: values.currency,
    rate: values.currency === shopCurrency ? null : amount(values.rate),
    minimum_order_value: amount(values.minimum_order_value),
    carriage_free_from: amount(values.carriage_free_from),
    order_days: values.order_days.map(Number).sort(),
    // Empty is no number: the field says so.
    review_days: numberOf(values.review_days) ?? Number.NaN,
    lead_time_days: amount(values.lead_time_days),
    closed: values.closed,
    note: said(values.note),
  }
}
