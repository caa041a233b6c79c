import { Modal } from '@mantine/core'
import { useText } from '@/shared/i18n'
import type { Product } from '@/shared/products'
import { usePhone } from '@/shared/ui/use-phone'
import { ProductForm } from './ProductForm'

type Props = { opened: boolean; onClose: () => void; product?: Product }

/** Creates a product, or edits the given one. */
export function ProductDialog({ opened, onClose, product }: Props) {
  const { t } = useText()
  const phone = usePhone()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t(product ? 'products.edit' : 'products.new')}
      fullScreen={phone}
      centered
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <ProductForm onDone={onClose} {...(product ? { product } : {})} />
    </Modal>
  )
}
