import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { salesRecordSale } from '@/api/gen/sdk.gen'
import { randomKey } from '@/shared/ids'
import { salesChanged } from '@/shared/sales'

export type NewSale = { product_id: number; quantity: number; price?: number }

/**
 * Records a sale that happens now. Sent again after a lost answer, the same sale carries the same
 * key and the same time, so that the service counts it once.
 */
export function useRecordSale() {
  const client = useQueryClient()
  const attempt = useRef<{ sale: string; key: string; sold_at: string } | null>(null)
  return useMutation({
    mutationFn: async (sale: NewSale) => {
      const same = JSON.stringify(sale)
      if (attempt.current?.sale !== same) {
        attempt.current = { sale: same, key: randomKey(), sold_at: new Date().toISOString() }
      }
      const { key, sold_at } = attempt.current
      const answer = await salesRecordSale({
        body: { ...sale, sold_at },
        headers: { 'Idempotency-Key': key },
      })
      return answer.data
    },
    onSuccess: () => {
      attempt.current = null
      void salesChanged(client)
    },
  })
}
