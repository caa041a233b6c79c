import { useText } from '@/shared/i18n'
import type { Product } from '@/shared/products'
import { Dialog } from '@/shared/ui/Dialog'
import { ProductForm } from './ProductForm'

type Props = {
  opened: boolean
  onClose: () => void
  onSaved?: (product: Product) => void
  product?: Product
}

/** Creates a product, or edits the given one. */
export function ProductDialog({ opened, onClose, onSaved, product }: Props) {
  const { t } = useText()
  return (
    <Dialog opened={opened} onClose={onClose} title={t(product ? 'products.edit' : 'products.new')}>
      <ProductForm
        onDone={(saved) => {
          onClose()
          if (saved) onSaved?.(saved)
        }}
        {...(product ? { product } : {})}
      />
    </Dialog>
  )
}
