import { useQuery } from '@tanstack/react-query'
import { useLocations } from '../locations'
import { AT_ONCE } from '../paging'
import type { Product } from '../products'
import { levelsQuery } from './queries'

/** What lies at a location of a product, once that is known; of a bundle, what could be sold. */
export function useStockAt(
  product: Pick<Product, 'id' | 'kind' | 'stock'> | null,
  location: number,
): number | undefined {
  const { several } = useLocations()
  const byLocation = several && product !== null && product.kind !== 'bundle'
  const levels = useQuery({
    ...levelsQuery({ product_id: product?.id ?? 0, limit: AT_ONCE }),
    enabled: byLocation,
  })
  if (!byLocation) return product?.stock
  if (!levels.data || levels.isPlaceholderData) return undefined
  return levels.data.rows.find(({ location_id }) => location_id === location)?.on_hand ?? 0
}
