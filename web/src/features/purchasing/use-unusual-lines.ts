import { useQueries, useQueryClient } from '@tanstack/react-query'
import { useText } from '@/shared/i18n'
import { numberOf } from '@/shared/number-of'
import { useProductNames } from '@/shared/product-names'
import { movementsQuery } from '@/shared/stock/queries'
import type { Terms } from '@/shared/suppliers'
import { isMuchMore, isUnusual, median, TIMES } from '@/shared/unusual'
import { costAt, type LineValues } from './order-values'
import type { Order } from './queries'

/** So many of the last receipts of a product say how much of it is usual. */
const LOOKED_AT = 10

const receiptsOf = (product: number) => ({
  ...movementsQuery({ product_id: product, reason: 'receipt', page: 1, limit: LOOKED_AT }),
  staleTime: 10 * 60_000,
  retry: false,
})

/** What of an order is ten times what it was, each in a question; read when it is saved. */
export function useUnusualLines(
  lines: readonly LineValues[],
  terms: ReadonlyMap<number, Terms>,
  currency: string | undefined,
) {
  const { t, format } = useText()
  const client = useQueryClient()
  const products = useProductNames(lines.map(({ product }) => product.id))
  // Of a few nothing is asked, so nothing is read for them.
  const many = lines.filter(({ quantity }) => (numberOf(quantity) ?? 0) >= TIMES)
  useQueries({ queries: [...new Set(many.map(({ product }) => product.id))].map(receiptsOf) })

  return (base: Order | undefined): string[] =>
    lines.flatMap((line) => {
      const { id, name } = line.product
      const stored = base?.lines.find((one) => one.id === line.id)
      const received = client.getQueryData(receiptsOf(id).queryKey)?.rows
      const usual = stored?.quantity ?? median(received?.map(({ delta }) => delta) ?? [])
      const units = (quantity: number) => format.quantity(quantity, products.get(id)?.unit)
      const quantity = numberOf(line.quantity) ?? 0
      const agreed = terms.get(id)
      const cost = agreed ? costAt(agreed, quantity) : stored?.unit_cost
      return [
        ...(usual !== undefined && isMuchMore(quantity, usual)
          ? [
              t(stored ? 'unusual.ordered' : 'unusual.order', {
                now: units(quantity),
                name,
                usual: units(usual),
              }),
            ]
          : []),
        ...(cost !== undefined && isUnusual(line.unit_cost, cost)
          ? [
              t('unusual.amount', {
                name,
                label: t('orders.unitCost'),
                now: format.cost(numberOf(line.unit_cost) ?? 0, currency),
                usual: format.cost(cost, currency),
              }),
            ]
          : []),
      ]
    })
}
