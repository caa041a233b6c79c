import { useMutation, useQueryClient } from '@tanstack/react-query'
import {
  productsArchiveLocation,
  productsCreateLocation,
  productsUpdateLocation,
} from '@/api/gen/sdk.gen'
import type { ProductsLocationIn } from '@/api/gen/types.gen'
import { useIdempotencyKey } from '@/shared/idempotency-key'
import { type Location, locationsKey } from '@/shared/locations'
import { makeStale } from '@/shared/stale'

function useLocationWrite<Input, Answer>(write: (input: Input) => Promise<Answer>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: write,
    onSettled: () => makeStale(client, locationsKey),
  })
}

type Saved = { body: ProductsLocationIn; known: Location | null }

/** A new location, or the changes of one: refused (412) when somebody else was faster. */
export function useSaveLocation() {
  const attempt = useIdempotencyKey()
  return useLocationWrite(async ({ body, known }: Saved) => {
    if (known) {
      const path = { location_id: known.id }
      const headers = { 'if-match': `"${known.version}"` }
      return (await productsUpdateLocation({ path, body, headers })).data
    }
    const headers = { 'Idempotency-Key': attempt.of(body).key }
    const { data } = await productsCreateLocation({ body, headers })
    attempt.done()
    return data
  })
}

export const useArchiveLocation = (id: number) =>
  useLocationWrite(() => productsArchiveLocation({ path: { location_id: id } }))
