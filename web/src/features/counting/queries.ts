import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import {
  productsGetCount,
  productsGetCountReport,
  productsListCountLines,
  productsListCounts,
} from '@/api/gen/sdk.gen'
import type {
  ProductsCountLineOut,
  ProductsCountOut,
  ProductsListCountLinesData,
  ProductsListCountsData,
} from '@/api/gen/types.gen'
import { AT_ONCE, pageFrom } from '@/shared/paging'

export type Count = ProductsCountOut
export type CountLine = ProductsCountLineOut
export type CountFilter = NonNullable<ProductsListCountsData['query']>
export type LineFilter = NonNullable<ProductsListCountLinesData['query']>

export const LINES_LIMIT = 25

/** Everything read of counts starts with this key. */
export const countsKey = ['counts'] as const

export const countsQuery = (filter: CountFilter) =>
  queryOptions({
    queryKey: [...countsKey, 'list', filter],
    queryFn: async ({ signal }) => pageFrom(await productsListCounts({ query: filter, signal })),
    placeholderData: keepPreviousData,
  })

export const countQuery = (id: number) =>
  queryOptions({
    queryKey: [...countsKey, 'one', id],
    queryFn: async ({ signal }) =>
      (await productsGetCount({ path: { count_id: id }, signal })).data,
  })

export const linesQuery = (id: number, filter: LineFilter) =>
  queryOptions({
    queryKey: [...countsKey, 'lines', id, filter],
    queryFn: async ({ signal }) =>
      pageFrom(await productsListCountLines({ path: { count_id: id }, query: filter, signal })),
    placeholderData: keepPreviousData,
  })

/** Every line of a sheet that fits, however many pages they fill. */
export const everyLineQuery = (id: number, show: NonNullable<LineFilter['show']>) =>
  queryOptions({
    queryKey: [...countsKey, 'every', id, show],
    queryFn: async ({ signal }) => {
      const found: CountLine[] = []
      for (let page = 1; ; page++) {
        const query = { show, limit: AT_ONCE, page }
        const path = { count_id: id }
        const { rows, total } = pageFrom(await productsListCountLines({ path, query, signal }))
        found.push(...rows)
        if (rows.length === 0 || found.length >= total) return found
      }
    },
  })

/** What was counted so far: a further scan is added to what its counter said before. */
export const countedQuery = (id: number) => ({
  ...everyLineQuery(id, 'counted'),
  staleTime: 10_000,
})

export const reportQuery = (id: number) =>
  queryOptions({
    queryKey: [...countsKey, 'report', id],
    queryFn: async ({ signal }) =>
      (await productsGetCountReport({ path: { count_id: id }, signal })).data,
  })
