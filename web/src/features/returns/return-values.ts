import type { ProductsSupplierReturnIn } from '@/api/gen/types.gen'
import { MAIN_LOCATION } from '@/shared/locations'
import { numberOf } from '@/shared/number-of'
import type { Received } from './queries'

export const reasons = [
  'damaged',
  'wrong_product',
  'quality',
  'expired',
  'too_much',
  'other',
] as const
export type Reason = (typeof reasons)[number]

type Amount = number | string
export type Line = {
  product: number
  name: string
  /** By which line of a receipt it came in, where that is known. */
  receiptLine: number | null
  quantity: Amount
  credit: Amount
}

export type ReturnValues = {
  supplier: number | null
  location: number
  reason: Reason
  reference: string
  note: string
  lines: Line[]
}

/** Of what came in by a receipt nothing goes back before it is said how much. */
export const startOf = (received: Received | null): ReturnValues => ({
  supplier: received?.supplier ?? null,
  location: received?.location ?? MAIN_LOCATION,
  reason: 'damaged',
  reference: '',
  note: '',
  lines: (received?.lines ?? []).map(({ id, product, name }) => ({
    product,
    name,
    receiptLine: id,
    quantity: '',
    credit: '',
  })),
})

/** A line of a receipt of which nothing is typed stays where it is. */
export const goesBack = ({ quantity, receiptLine }: Line) => receiptLine === null || quantity !== ''

export const returnBody = (values: ReturnValues): ProductsSupplierReturnIn => ({
  supplier_id: values.supplier ?? Number.NaN,
  location_id: values.location,
  reason: values.reason,
  reference: values.reference.trim() || null,
  note: values.note.trim() || null,
  lines: values.lines.filter(goesBack).map(({ product, receiptLine, quantity, credit }) => ({
    product_id: product,
    quantity: numberOf(quantity) ?? Number.NaN,
    receipt_line_id: receiptLine,
    unit_credit: numberOf(credit) ?? null,
  })),
})
