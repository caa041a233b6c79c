import { useMutation, useQueryClient } from '@tanstack/react-query'
import {
  productsArchiveSupplier,
  productsCreateSupplier,
  productsSetTerms,
  productsUpdateSupplier,
} from '@/api/gen/sdk.gen'
import type { ProductsSupplierPut, ProductsTermsIn } from '@/api/gen/types.gen'
import { useIdempotencyKey } from '@/shared/idempotency-key'
import { makeStale } from '@/shared/stale'
import { suppliersKey } from '@/shared/suppliers'

function useSupplierWrite<Input, Answer>(write: (input: Input) => Promise<Answer>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: write,
    // Also what somebody else changed meanwhile has to be read again.
    onSettled: () => makeStale(client, suppliersKey),
  })
}

type Saved = { body: ProductsSupplierPut; known: { id: number; version: number } | null }

/** A new supplier, or the changes of one: refused (412) when somebody else was faster. */
export function useSaveSupplier() {
  const attempt = useIdempotencyKey()
  return useSupplierWrite(async ({ body, known }: Saved) => {
    if (known) {
      const headers = { 'if-match': `"${known.version}"` }
      return (await productsUpdateSupplier({ path: { supplier_id: known.id }, body, headers })).data
    }
    const headers = { 'Idempotency-Key': attempt.of(body).key }
    const { data } = await productsCreateSupplier({ body, headers })
    attempt.done()
    return data
  })
}

export const useArchiveSupplier = (id: number) =>
  useSupplierWrite(() => productsArchiveSupplier({ path: { supplier_id: id } }))

export const useSetTerms = (supplier: number) =>
  useSupplierWrite(async (terms: ProductsTermsIn) => {
    const body = { items: [terms] }
    return (await productsSetTerms({ path: { supplier_id: supplier }, body })).data
  })
