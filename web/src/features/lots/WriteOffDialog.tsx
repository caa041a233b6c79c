import { Text, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { bodyErrors } from '@/shared/forms'
import { useText } from '@/shared/i18n'
import { numberOf } from '@/shared/number-of'
import { fieldErrors } from '@/shared/problem'
import { useProductNames } from '@/shared/product-names'
import { useReasonText } from '@/shared/stock/reasons'
import { Dialog, DialogForm } from '@/shared/ui/Dialog'
import { QuantityInput } from '@/shared/ui/QuantityInput'
import { Select } from '@/shared/ui/Select'
import { notifySuccess } from '@/shared/ui/toast'
import { type Lot, useWriteOff } from './queries'

const reasons = ['expiry', 'write_off', 'damaged', 'loss'] as const
const fields = ['quantity', 'reason', 'note'] as const
type Reason = (typeof reasons)[number]
type Values = { quantity: number | string; reason: Reason; note: string }

const body = ({ quantity, reason, note }: Values) => ({
  quantity: numberOf(quantity) ?? Number.NaN,
  reason,
  note: note.trim() || null,
})

/** Takes a lot, or a part of it, out of the stock. */
export function WriteOffDialog({ lot, onClose }: { lot: Lot; onClose: () => void }) {
  const { t } = useText()
  const reasonText = useReasonText()
  const product = useProductNames([lot.product_id]).get(lot.product_id)
  const write = useWriteOff(lot)
  const form = useForm<Values>({
    initialValues: { quantity: lot.on_hand, reason: 'expiry', note: '' },
    validate: (values) => bodyErrors(t, 'ProductsWriteOffIn', body(values)),
  })
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('lots.writeOffOf', { name: lot.name, lot: lot.code ?? t('lots.unnamed') })}
    >
      <DialogForm
        onSubmit={form.onSubmit((values) =>
          write.mutate(body(values), {
            onSuccess: () => {
              notifySuccess(t('lots.done', { name: lot.name }))
              onClose()
            },
            onError: (failure) => form.setErrors(fieldErrors(t, failure, fields)),
          }),
        )}
        action={t('lots.writeOff')}
        pending={write.isPending}
        failure={write.error}
        fields={fields}
        onClose={onClose}
      >
        <Text size="sm" c="dimmed">
          {t('lots.writeOffText')}
        </Text>
        <QuantityInput
          product={product}
          label={t('adjust.quantity')}
          data-autofocus
          {...form.getInputProps('quantity')}
        />
        <Select
          label={t('adjust.reason')}
          data={reasons.map((value) => ({ value, label: reasonText(value) }))}
          {...form.getInputProps('reason')}
        />
        <Textarea
          label={`${t('adjust.note')} (${t('common.optional')})`}
          rows={2}
          {...form.getInputProps('note')}
        />
      </DialogForm>
    </Dialog>
  )
}
