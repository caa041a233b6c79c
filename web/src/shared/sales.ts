import type { QueryClient } from '@tanstack/react-query'
import type { SalesSaleOut } from '@/api/gen/types.gen'
import { productsKey } from './products'
import { makeStale } from './stale'

export type Sale = SalesSaleOut

/** Everything read from sales_svc starts with this key. */
export const salesKey = ['sales'] as const

/** A sale changes the lists, the day's figures and the product's stock. */
export const salesChanged = (client: QueryClient) => makeStale(client, salesKey, productsKey)
