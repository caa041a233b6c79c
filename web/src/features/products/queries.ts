import { queryOptions } from '@tanstack/react-query'
import { productsListProducts } from '@/api/gen/sdk.gen'
import { AT_ONCE, pageFrom } from '@/shared/paging'
import { type Product, productsKey } from '@/shared/products'

/** All variants of a parent that are not archived. */
export const variantsQuery = (parent: number) =>
  queryOptions({
    queryKey: [...productsKey, 'variants', parent],
    queryFn: async ({ signal }) => {
      const found: Product[] = []
      for (let page = 1; ; page++) {
        const query = { parent_id: parent, sort: 'created_at', limit: AT_ONCE, page } as const
        const { rows, total } = pageFrom(await productsListProducts({ query, signal }))
        found.push(...rows)
        if (rows.length === 0 || found.length >= total) return found
      }
    },
  })
