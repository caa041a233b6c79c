import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import {
  productsArchiveProduct,
  productsRestoreProduct,
  productsUpdateProduct,
} from '@/api/gen/sdk.gen'
import { useText } from '@/shared/i18n'
import { problemText } from '@/shared/problem'
import { type Product, productsKey } from '@/shared/products'
import { makeStale } from '@/shared/stale'
import type { Bulk } from '@/shared/ui/ListPanel'
import { lateDialog } from '@/shared/ui/late-dialog'
import { notifyError, notifySuccess } from '@/shared/ui/toast'
import { notifyUndoable } from '@/shared/ui/undo-toast'

const CategoryDialog = lateDialog(() =>
  import('./CategoryDialog').then((part) => part.CategoryDialog),
)

type Work = {
  products: readonly Product[]
  act: (product: Product) => Promise<unknown>
  /** What is said when it is done, of how many. */
  done: 'archivedMany' | 'restoredMany' | 'categoryMany'
  /** How one of them becomes what it was. */
  undo?: (product: Product) => Promise<unknown>
}

const archive = ({ id }: Product) => productsArchiveProduct({ path: { product_id: id } })
const restore = ({ id }: Product) => productsRestoreProduct({ path: { product_id: id } })

/** Its category alone: without stock in it, a change leaves the stock as it is. */
async function setCategory(product: Product, category: string | null) {
  const { stock: _, ...body } = product
  const headers = { 'if-match': `"${product.version}"` }
  const path = { product_id: product.id }
  await productsUpdateProduct({ path, body: { ...body, category }, headers })
}

/** What can be done to several products at once, and taken back for ten seconds. */
export function useProductBulk(archived: boolean): Bulk<Product> {
  const { t } = useText()
  const client = useQueryClient()
  const [sorting, setSorting] = useState<readonly Product[] | null>(null)
  const work = useMutation({
    mutationFn: async ({ products, act }: Work) => {
      const done: Product[] = []
      let failure: unknown = null
      // One after the other: a page of them is no load, and what fails holds nothing else up.
      for (const product of products) {
        await act(product).then(
          () => done.push(product),
          (error: unknown) => {
            failure ??= error
          },
        )
      }
      return { done, failure }
    },
    onSuccess: ({ done, failure }, { done: said, undo }) => {
      void makeStale(client, productsKey)
      if (failure) notifyError(problemText(t, failure))
      if (done.length === 0) return
      const message = t(`products.${said}`, { count: done.length })
      if (!undo) return notifySuccess(message)
      notifyUndoable({
        message,
        close: t('common.close'),
        undo: t('common.undo'),
        onUndo: () => work.mutate({ products: done, act: undo, done: 'restoredMany' }),
      })
    },
  })
  const begin = (next: Work, clear: () => void) => {
    clear()
    work.mutate(next)
  }
  return {
    labelOf: ({ name }) => name,
    actions: (products, clear) => (
      <>
        {archived ? (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() =>
              begin({ products, act: restore, done: 'restoredMany', undo: archive }, clear)
            }
          >
            {t('products.restore')}
          </Button>
        ) : (
          <>
            <Button size="compact-sm" variant="default" onClick={() => setSorting(products)}>
              {t('products.changeCategory')}
            </Button>
            <Button
              size="compact-sm"
              variant="default"
              onClick={() =>
                begin({ products, act: archive, done: 'archivedMany', undo: restore }, clear)
              }
            >
              {t('products.archive')}
            </Button>
          </>
        )}
        {sorting ? (
          <CategoryDialog
            count={sorting.length}
            onClose={() => setSorting(null)}
            onChosen={(category) => {
              setSorting(null)
              begin(
                {
                  // Who is in it already makes no version that could be taken back.
                  products: sorting.filter((product) => product.category !== category),
                  act: (product) => setCategory(product, category),
                  done: 'categoryMany',
                  // By then it has one version more.
                  undo: (product) =>
                    setCategory({ ...product, version: product.version + 1 }, product.category),
                },
                clear,
              )
            }}
          />
        ) : null}
      </>
    ),
  }
}
