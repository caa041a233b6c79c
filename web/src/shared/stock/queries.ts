import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import {
  productsAdjustStock,
  productsListMovements,
  productsListProductIncoming,
  productsListStock,
} from '@/api/gen/sdk.gen'
import type {
  ProductsAdjustmentIn,
  ProductsIncomingOut,
  ProductsListMovementsData,
  ProductsListStockData,
  ProductsMovementOut,
  ProductsStockLevelOut,
} from '@/api/gen/types.gen'
import { useIdempotencyKey } from '../idempotency-key'
import { incomingKey } from '../keys'
import { pageFrom } from '../paging'
import { productsKey } from '../products'
import { makeStale } from '../stale'

export type Movement = ProductsMovementOut
export type StockLevel = ProductsStockLevelOut
export type Incoming = ProductsIncomingOut
export type MovementFilter = NonNullable<ProductsListMovementsData['query']>
export type LevelFilter = NonNullable<ProductsListStockData['query']>

/** How many changes of stock stand on a page. */
export const MOVEMENTS_LIMIT = 20

// Below the products' key: whatever changes the one makes the other stale.

export const movementsQuery = (filter: MovementFilter) =>
  queryOptions({
    queryKey: [...productsKey, 'movements', filter],
    queryFn: async ({ signal }) => pageFrom(await productsListMovements({ query: filter, signal })),
    placeholderData: keepPreviousData,
  })

/** What every location holds, now or at a past instant. */
export const levelsQuery = (filter: LevelFilter) =>
  queryOptions({
    queryKey: [...productsKey, 'levels', filter],
    queryFn: async ({ signal }) => pageFrom(await productsListStock({ query: filter, signal })),
    placeholderData: keepPreviousData,
  })

export function useAdjustStock() {
  const client = useQueryClient()
  const attempt = useIdempotencyKey()
  return useMutation({
    mutationFn: async (body: ProductsAdjustmentIn) => {
      const headers = { 'Idempotency-Key': attempt.of(body).key }
      const { data } = await productsAdjustStock({ body, headers })
      attempt.done()
      return data
    },
    onSuccess: () => makeStale(client, productsKey),
  })
}

/** What is ordered of a product or on its way to a location, the soonest first. */
export const incomingQuery = (product: number) =>
  queryOptions({
    queryKey: [...incomingKey, product],
    queryFn: async ({ signal }) =>
      (await productsListProductIncoming({ path: { product_id: product }, signal })).data,
  })
