import { useText } from '@/shared/i18n'
import { Dialog } from '@/shared/ui/Dialog'
import { AdjustForm } from './AdjustForm'
import type { Adjusted } from './adjustment'

type Props = {
  opened: boolean
  onClose: () => void
  product: Adjusted
  location?: number
  counting?: boolean
}

export function AdjustDialog({ opened, onClose, product, location, counting }: Props) {
  const { t } = useText()
  return (
    <Dialog opened={opened} onClose={onClose} title={t('adjust.title', { name: product.name })}>
      <AdjustForm
        product={product}
        counting={counting ?? false}
        {...(location ? { location } : {})}
        onClose={onClose}
      />
    </Dialog>
  )
}
