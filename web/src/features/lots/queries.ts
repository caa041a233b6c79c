import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { productsListLots, productsWriteOffLot } from '@/api/gen/sdk.gen'
import type { ProductsListLotsData, ProductsLotOut, ProductsWriteOffIn } from '@/api/gen/types.gen'
import { useIdempotencyKey } from '@/shared/idempotency-key'
import { pageFrom } from '@/shared/paging'
import { productsKey } from '@/shared/products'
import { makeStale } from '@/shared/stale'

export type Lot = ProductsLotOut
export type LotFilter = NonNullable<ProductsListLotsData['query']>

// Below the products' key: every movement of stock may be one of a lot.
export const lotsQuery = (filter: LotFilter) =>
  queryOptions({
    queryKey: [...productsKey, 'lots', filter],
    queryFn: async ({ signal }) => pageFrom(await productsListLots({ query: filter, signal })),
    placeholderData: keepPreviousData,
  })

export function useWriteOff(lot: Lot) {
  const client = useQueryClient()
  const attempt = useIdempotencyKey()
  return useMutation({
    mutationFn: async (body: ProductsWriteOffIn) => {
      const headers = { 'Idempotency-Key': attempt.of(body).key }
      const { data } = await productsWriteOffLot({ path: { lot_id: lot.id }, body, headers })
      attempt.done()
      return data
    },
    onSettled: () => makeStale(client, productsKey),
  })
}
