import type { Format } from '@/shared/format'
import type { Translate } from '@/shared/i18n'
import { totalOf } from '@/shared/quantity'
import type { Shop } from '@/shared/shop/use-shop'
import type { Entry } from '../queue/entry'
import { type BasketLine, lineSum, taxesOf } from './basket'

export type ReceiptRow = { key: string; name: string; detail: string; amount: string }
export type Receipt = {
  shop: string[]
  head: string
  rows: ReceiptRow[]
  sums: { name: string; amount: string; isTotal: boolean }[]
  foot: string | null
}

/** What was sold, just now or long ago. */
export type Sold = Pick<Entry, 'lines' | 'order' | 'at' | 'total' | 'state'>

/** What a customer gets to read of a basket. */
export function receiptOf(t: Translate, format: Format, shop: Shop, entry: Sold): Receipt {
  const included = shop.prices_include_tax
  const taxes = taxesOf(entry.lines, included)
  const added = included ? 0 : taxes.reduce((sum, { tax }) => sum + tax, 0)
  const number = entry.order === null ? '' : `${t('baskets.one', { id: entry.order })} · `
  const tax = taxes.map(({ rate, tax: amount }) => ({
    name: t(included ? 'till.taxIncluded' : 'till.taxAdded', { rate: format.share(rate / 100) }),
    amount: format.money(amount),
    isTotal: false,
  }))
  const total = {
    name: t(included ? 'till.total' : 'till.toPay'),
    amount: format.money(entry.total + added),
    isTotal: true,
  }
  return {
    shop: [shop.name, ...shop.address.split('\n')].filter((line) => line.trim() !== ''),
    head: number + format.instant(entry.at),
    rows: entry.lines.map((line) => ({
      key: line.key,
      name: line.product.name,
      detail: [
        `${format.quantity(line.quantity, line.product.unit)} × ${format.money(line.price ?? line.product.price)}`,
        line.percent ? `− ${format.share(line.percent / 100)}` : '',
        line.sum !== undefined && off(line) > 0 ? `− ${format.money(off(line))}` : '',
      ]
        .filter(Boolean)
        .join(' '),
      amount: format.money(lineSum(line)),
    })),
    sums: included ? [total, ...tax] : [...tax, total],
    foot:
      entry.state === 'cancelled'
        ? t('sales.voided')
        : entry.order === null
          ? t('till.receiptWaiting')
          : null,
  }
}

/** By how much a line that has been sold came to less than its price. */
const off = ({ price, product, quantity, sum = 0 }: BasketLine) =>
  totalOf(totalOf(price ?? product.price, quantity) - sum, 1)

/** The same as plain text, to send. */
export const receiptText = ({ shop, head, rows, sums, foot }: Receipt): string =>
  [
    ...shop,
    head,
    '',
    ...rows.flatMap(({ name, detail, amount }) => [name, `  ${detail} = ${amount}`]),
    '',
    ...sums.map(({ name, amount }) => `${name}: ${amount}`),
    ...(foot ? ['', foot] : []),
  ].join('\n')
