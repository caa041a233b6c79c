import { queryOptions } from '@tanstack/react-query'
import { productsScan } from '@/api/gen/sdk.gen'
import type { ProductsScanOut } from '@/api/gen/types.gen'
import { productsKey } from '../products'

export type Scan = ProductsScanOut

/** Whether a scanner sent this: digits of a GTIN, or a GS1 code in one of its forms. */
export const isScan = (text: string) =>
  /^(\d{8}|\d{12,14})$/.test(text) || /^(\]\w\w|\(0[12]\)|0[12]\d{14}.|https?:)/.test(text)

export const scanQuery = (code: string) =>
  queryOptions({
    queryKey: [...productsKey, 'scan', code],
    queryFn: async ({ signal }) => (await productsScan({ query: { code }, signal })).data,
    retry: false,
  })
