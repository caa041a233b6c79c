import { useMutation, useQueryClient } from '@tanstack/react-query'
import { salesRecordOrder } from '@/api/gen/sdk.gen'
import { useIdempotencyKey } from '@/shared/idempotency-key'
import { salesChanged } from '@/shared/sales'
import { type BasketLine, orderLine } from './basket'
import { atLocation } from './use-till-location'

type Basket = { lines: readonly BasketLine[]; correct: boolean; location: number }

/** Records a basket that is sold now; `correct` sells also what the stock does not have. */
export function useRecordOrder() {
  const client = useQueryClient()
  const attempt = useIdempotencyKey()
  return useMutation({
    mutationFn: async ({ lines, correct, location }: Basket) => {
      const basket = {
        lines: lines.map(orderLine),
        ...atLocation(location),
        ...(correct ? { short_stock: 'correct' as const } : {}),
      }
      const { key, at } = attempt.of(basket)
      const answer = await salesRecordOrder({
        body: { ...basket, sold_at: at },
        headers: { 'Idempotency-Key': key },
      })
      return answer.data
    },
    onSuccess: () => {
      attempt.done()
      void salesChanged(client)
    },
  })
}
