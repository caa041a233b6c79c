import { useMutation, useQueryClient } from '@tanstack/react-query'
import { salesRecordSale } from '@/api/gen/sdk.gen'
import { useIdempotencyKey } from '@/shared/idempotency-key'
import { salesChanged } from '@/shared/sales'

export type NewSale = { product_id: number; quantity: number; price?: number; location_id?: number }

/** Records a sale that happens now. */
export function useRecordSale() {
  const client = useQueryClient()
  const attempt = useIdempotencyKey()
  return useMutation({
    mutationFn: async (sale: NewSale) => {
      const { key, at } = attempt.of(sale)
      const answer = await salesRecordSale({
        body: { ...sale, sold_at: at },
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
