import { productsQuery } from '@/shared/products'

export const LIMIT = 50

export const gridQuery = (page: number) => productsQuery({ sort: 'name', page, limit: LIMIT })
