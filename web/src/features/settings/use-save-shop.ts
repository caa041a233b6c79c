import { useMutation, useQueryClient } from '@tanstack/react-query'
import { authUpdateShop } from '@/api/gen/sdk.gen'
import type { AuthShopPut } from '@/api/gen/types.gen'
import { shopQuery } from '@/shared/shop/queries'
import { makeStale } from '@/shared/stale'

export type ShopChange = { version: number; body: AuthShopPut }

/** Refused (412) when somebody else changed the shop since that version was read. */
export function useSaveShop() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async ({ version, body }: ShopChange) =>
      (await authUpdateShop({ body, headers: { 'if-match': `"${version}"` } })).data,
    onSuccess: (shop) => {
      client.setQueryData(shopQuery.queryKey, shop)
      // Days and holidays may be others now: whatever was read by the old ones is stale.
      void makeStale(client, {
        predicate: ({ queryKey }) => queryKey[0] !== shopQuery.queryKey[0],
      })
    },
    onError: () => makeStale(client, shopQuery.queryKey),
  })
}
