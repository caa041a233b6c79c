import { useState } from 'react'
import { useText } from '@/shared/i18n'
import { CategoryInput } from '@/shared/ui/CategoryInput'
import { Dialog, DialogForm } from '@/shared/ui/Dialog'

type Props = { count: number; onClose: () => void; onChosen: (category: string | null) => void }

/** One category for several products; empty takes it away. */
export function CategoryDialog({ count, onClose, onChosen }: Props) {
  const { t } = useText()
  const [category, setCategory] = useState('')
  return (
    <Dialog opened onClose={onClose} title={t('products.categoryOf', { count })}>
      <DialogForm
        action={t('common.save')}
        pending={false}
        failure={null}
        onClose={onClose}
        onSubmit={(event) => {
          event.preventDefault()
          onChosen(category.trim() || null)
        }}
      >
        <CategoryInput
          data-autofocus
          label={`${t('products.category')} (${t('common.optional')})`}
          maxLength={100}
          value={category}
          onChange={setCategory}
        />
      </DialogForm>
    </Dialog>
  )
}
