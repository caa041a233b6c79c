import { useMutation, useQueryClient } from '@tanstack/react-query'
import {
  productsAdjustStock,
  productsArchiveProduct,
  productsCreateProduct,
  productsUpdateProduct,
} from '@/api/gen/sdk.gen'
import type { ProductsAdj, ProductsPc, ProductsPu } from '@/api/gen/types.gen'
import { productsKey } from '@/shared/products'

/** Every write makes what was read of the catalogue stale. */
function useCatalogueWrite<Input, Answer>(write: (input: Input) => Promise<Answer>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: write,
    onSuccess: () => client.invalidateQueries({ queryKey: productsKey }),
  })
}

export const useCreateProduct = () =>
  useCatalogueWrite(async (body: ProductsPc) => (await productsCreateProduct({ body })).data)

export const useUpdateProduct = (id: number) =>
  useCatalogueWrite(
    async (body: ProductsPu) =>
      (await productsUpdateProduct({ path: { product_id: id }, body })).data,
  )

export const useAdjustStock = (id: number) =>
  useCatalogueWrite(
    async (body: ProductsAdj) =>
      (await productsAdjustStock({ path: { product_id: id }, body })).data,
  )

export const useArchiveProduct = (id: number) =>
  useCatalogueWrite(() => productsArchiveProduct({ path: { product_id: id } }))
