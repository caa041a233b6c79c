import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { productsGetTransfer, productsListTransfers } from '@/api/gen/sdk.gen'
import type {
  ProductsListedTransferOut,
  ProductsListTransfersData,
  ProductsTransferOut,
} from '@/api/gen/types.gen'
import { pageFrom } from '@/shared/paging'

export type ListedTransfer = ProductsListedTransferOut
export type Transfer = ProductsTransferOut
export type TransferFilter = NonNullable<ProductsListTransfersData['query']>

/** Everything read of transfers starts with this key. */
export const transfersKey = ['transfers'] as const

export const transfersQuery = (filter: TransferFilter) =>
  queryOptions({
    queryKey: [...transfersKey, 'list', filter],
    queryFn: async ({ signal }) => pageFrom(await productsListTransfers({ query: filter, signal })),
    placeholderData: keepPreviousData,
  })

export const transferQuery = (id: number) =>
  queryOptions({
    queryKey: [...transfersKey, 'one', id],
    queryFn: async ({ signal }) =>
      (await productsGetTransfer({ path: { transfer_id: id }, signal })).data,
  })
