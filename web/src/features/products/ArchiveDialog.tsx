import { useText } from '@/shared/i18n'
import type { Product } from '@/shared/products'
import { ConfirmDialog } from '@/shared/ui/ConfirmDialog'
import { notifySuccess } from '@/shared/ui/toast'
import { useArchiveProduct } from './mutations'

type Props = { opened: boolean; onClose: () => void; onArchived: () => void; product: Product }

export function ArchiveDialog({ opened, onClose, onArchived, product }: Props) {
  const { t } = useText()
  const archive = useArchiveProduct(product.id)
  const { name } = product
  return (
    <ConfirmDialog
      opened={opened}
      title={t('products.archiveTitle', { name })}
      text={t('products.archiveText')}
      action={t('products.archive')}
      pending={archive.isPending}
      failure={archive.error}
      onClose={onClose}
      onConfirm={() =>
        archive.mutate(undefined, {
          onSuccess: () => {
            notifySuccess(t('products.archived', { name }))
            onArchived()
          },
        })
      }
    />
  )
}
