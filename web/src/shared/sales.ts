import type { QueryClient } from '@tanstack/react-query'
import type { SalesSaleOut } from '@/api/gen/types.gen'
import type { Format } from './format'
import { productsKey } from './products'
import { makeStale } from './stale'

export type Sale = SalesSaleOut

/** When it was sold, by the shop's clock; a file that names a day says no hour. */
export const soldWhen = (format: Format, { import_id, sold_at }: Sale) =>
  import_id && format.isNoon(sold_at) ? format.dayOf(sold_at) : format.instant(sold_at)

/** Everything read from sales_svc starts with this key. */
export const salesKey = ['sales'] as const

/** A sale changes the lists, the day's figures and the product's stock. */
export const salesChanged = (client: QueryClient) => makeStale(client, salesKey, productsKey)
