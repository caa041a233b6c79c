import type { ProductsReceiptIn } from '@/api/gen/types.gen'
import { instantOf } from '@/shared/instant'
import { numberOf } from '@/shared/number-of'
import { roundUnits } from '@/shared/quantity'
import type { OrderLineOut } from './queries'
import type { Discrepancy } from './reasons'

type Amount = number | string

/** What came of one line of the order, as a form holds it. */
export type ReceivedLine = {
  quantity: Amount
  unit_cost: Amount
  lot: string
  expires_on: string
  /** Why the rest did not come as it was ordered; null while it may still come. */
  reason: Discrepancy | null
  missing: Amount
  note: string
}

export type ReceiptValues = {
  /** By the order's line. */
  lines: Record<number, ReceivedLine>
  /** By the shop's clock, as `2026-06-01T09:30`; empty: now. */
  received_at: string
  delivery_note: string
  freight: Amount
  duty: Amount
  spread: 'value' | 'quantity'
  confirmed: boolean
}

export const nothingReceived: ReceivedLine = {
  quantity: '',
  unit_cost: '',
  lot: '',
  expires_on: '',
  reason: null,
  missing: '',
  note: '',
}

export const newReceipt: ReceiptValues = {
  lines: {},
  received_at: '',
  delivery_note: '',
  freight: '',
  duty: '',
  spread: 'value',
  confirmed: false,
}

export const lineOf = (values: ReceiptValues, id: number) => values.lines[id] ?? nothingReceived

export const withLine = (values: ReceiptValues, id: number, part: Partial<ReceivedLine>) => ({
  ...values,
  lines: { ...values.lines, [id]: { ...lineOf(values, id), ...part } },
})

/** Everything came as it was ordered. */
export const allReceived = (values: ReceiptValues, lines: readonly OrderLineOut[]) =>
  lines.reduce(
    (sum, { id, open }) => (open > 0 ? withLine(sum, id, { quantity: open }) : sum),
    values,
  )

export const unitsOf = ({ quantity }: ReceivedLine) => numberOf(quantity) ?? 0

/** How many more than expected; below zero: how many are missing. */
export const surplus = (line: OrderLineOut, received: ReceivedLine) =>
  roundUnits(unitsOf(received) - line.open)

/** Of several lines of one product, the one of which something is missing. */
function missing(values: ReceiptValues, lines: readonly OrderLineOut[]): OrderLineOut | null {
  return lines.find((each) => surplus(each, lineOf(values, each.id)) < 0) ?? lines[0] ?? null
}

/** The line that a typed code means: the shop's own or the supplier's. */
export function lineOfCode(
  values: ReceiptValues,
  lines: readonly OrderLineOut[],
  code: string,
): OrderLineOut | null {
  const wanted = code.trim().toLowerCase()
  const has = (line: OrderLineOut) =>
    [line.product_sku, line.supplier_sku].some((own) => own?.toLowerCase() === wanted)
  return missing(values, lines.filter(has))
}

/** What a label says besides the product. */
export type Label = { quantity: number | null; lot: string | null; expires_on: string | null }

export const lineOfProduct = (
  values: ReceiptValues,
  lines: readonly OrderLineOut[],
  product: number,
) =>
  missing(
    values,
    lines.filter((line) => line.product_id === product),
  )

/** Another one came out of the box; its label may say how many, and of which lot. */
export function oneMore(values: ReceiptValues, line: number, label?: Label): ReceiptValues {
  const before = lineOf(values, line)
  return withLine(values, line, {
    quantity: roundUnits(unitsOf(before) + (label?.quantity ?? 1)),
    lot: label?.lot ?? before.lot,
    expires_on: label?.expires_on ?? before.expires_on,
  })
}

/** The request; a line of which nothing came is left out, unless it is said why. */
export function receiptBody(
  values: ReceiptValues,
  lines: readonly OrderLineOut[],
  timeZone: string,
): ProductsReceiptIn {
  return {
    lines: lines.flatMap((line) => {
      const received = lineOf(values, line.id)
      const { reason } = received
      if (unitsOf(received) === 0 && reason === null) return []
      return [
        {
          line_id: line.id,
          quantity: unitsOf(received),
          unit_cost: numberOf(received.unit_cost) ?? null,
          lot: received.lot.trim() || null,
          expires_on: received.expires_on || null,
          discrepancy:
            reason === null
              ? null
              : {
                  quantity: numberOf(received.missing) ?? Number.NaN,
                  reason,
                  note: received.note.trim() || null,
                },
        },
      ]
    }),
    received_at: values.received_at ? instantOf(timeZone, values.received_at).toISOString() : null,
    delivery_note: values.delivery_note.trim() || null,
    freight: numberOf(values.freight) ?? 0,
    duty: numberOf(values.duty) ?? 0,
    spread: values.spread,
    confirm_over_receipt: values.confirmed,
  }
}

/** The service counts the lines that were sent; the form knows them by their id. */
export function atLines(errors: Record<string, string>, body: ProductsReceiptIn) {
  return Object.fromEntries(
    Object.entries(errors).map(([path, text]) => [
      path.replace(/^lines\.(\d+)\./, (_, n: string) => `${body.lines[Number(n)]?.line_id}.`),
      text,
    ]),
  )
}
