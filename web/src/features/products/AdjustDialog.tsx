import { Modal } from '@mantine/core'
import { useText } from '@/shared/i18n'
import type { Product } from '@/shared/products'
import { AdjustForm } from './AdjustForm'

type Props = { opened: boolean; onClose: () => void; product: Product }

export function AdjustDialog({ opened, onClose, product }: Props) {
  const { t } = useText()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('adjust.title', { name: product.name })}
      centered
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <AdjustForm product={product} onClose={onClose} />
    </Modal>
  )
}
