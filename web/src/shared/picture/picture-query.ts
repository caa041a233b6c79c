import { queryOptions } from '@tanstack/react-query'
import { productsGetProductPicture } from '@/api/gen/sdk.gen'

type Wanted = { id: number; version: string; size: 'small' | 'large' }

/**
 * A product's picture: an `<img>` could not carry the access token. What its version names never
 * changes, so nothing makes it stale.
 */
export const pictureQuery = ({ id, version, size }: Wanted) =>
  queryOptions({
    queryKey: ['pictures', id, version, size],
    queryFn: async ({ signal }) => {
      const path = { product_id: id }
      const { data } = await productsGetProductPicture({ path, query: { size, version }, signal })
      return data as Blob
    },
    staleTime: Number.POSITIVE_INFINITY,
    retry: 1,
  })
