import { useMutation, useQueryClient } from '@tanstack/react-query'
import { productsRemoveProductPicture, productsSetProductPicture } from '@/api/gen/sdk.gen'
import { useText } from '@/shared/i18n'
import { pictureQuery } from '@/shared/picture/picture-query'
import { smaller } from '@/shared/picture/smaller'
import { problemText } from '@/shared/problem'
import { type Product, productsKey } from '@/shared/products'
import { makeStale } from '@/shared/stale'
import { notifyError } from '@/shared/ui/toast'
import { notifyUndoable } from '@/shared/ui/undo-toast'

/** Gives a product a picture, or none; for ten seconds the one before can be had back. */
export function usePicture({ id, name, picture }: Product) {
  const { t } = useText()
  const client = useQueryClient()
  const path = { product_id: id }

  async function write(picture: Blob | null) {
    if (picture === null) await productsRemoveProductPicture({ path })
    else {
      const headers = { 'Content-Type': picture.type || 'application/octet-stream' }
      await productsSetProductPicture({ path, body: picture, headers })
    }
    await makeStale(client, productsKey)
  }
  const complain = (failure: unknown) => notifyError(problemText(t, failure))

  return useMutation({
    mutationFn: async (next: Blob | null) => {
      const before = picture
        ? await client.fetchQuery(pictureQuery({ id, version: picture, size: 'large' }))
        : null
      await write(next && (await smaller(next)))
      return before
    },
    onSuccess: (before, next) =>
      notifyUndoable({
        message: t(next ? 'products.pictureSet' : 'products.pictureRemoved', { name }),
        close: t('common.close'),
        undo: t('common.undo'),
        onUndo: () => void write(before).catch(complain),
      }),
    onError: complain,
  })
}
