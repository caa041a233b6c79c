import { useMutation, useQueryClient } from '@tanstack/react-query'
import {
  productsArchiveProduct,
  productsCreateProduct,
  productsCreateVariants,
  productsRestoreProduct,
  productsUpdateProduct,
} from '@/api/gen/sdk.gen'
import type { ProductsProductIn, ProductsProductPut, ProductsVariantsIn } from '@/api/gen/types.gen'
import { useIdempotencyKey } from '@/shared/idempotency-key'
import { type Product, productsKey } from '@/shared/products'
import { makeStale } from '@/shared/stale'

/** Every write makes what was read of the catalogue stale. */
function useCatalogueWrite<Input, Answer>(write: (input: Input) => Promise<Answer>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: write,
    onSuccess: () => makeStale(client, productsKey),
  })
}

export const useCreateProduct = () =>
  useCatalogueWrite(async (body: ProductsProductIn) => (await productsCreateProduct({ body })).data)

export type ProductChange = { product: Product; body: ProductsProductPut }

/** Refused (412) when somebody else changed the product since this page read it. */
export const useUpdateProduct = () =>
  useCatalogueWrite(async ({ product, body }: ProductChange) => {
    const path = { product_id: product.id }
    const headers = { 'if-match': `"${product.version}"` }
    return (await productsUpdateProduct({ path, body, headers })).data
  })

/** Back into the catalogue; its sku may be another's by now. */
export const useRestoreProduct = (id: number) =>
  useCatalogueWrite(async () => (await productsRestoreProduct({ path: { product_id: id } })).data)

export const useArchiveProduct = (id: number) =>
  useCatalogueWrite(() => productsArchiveProduct({ path: { product_id: id } }))

/** The variants of a parent, one of each combination; a dry run says which it would make. */
export function useCreateVariants(parent: number) {
  const attempt = useIdempotencyKey()
  return useCatalogueWrite(async (body: ProductsVariantsIn) => {
    const path = { product_id: parent }
    const headers = { 'Idempotency-Key': attempt.of(body).key }
    const { data } = await productsCreateVariants({ path, body, headers })
    attempt.done()
    return data
  })
}
