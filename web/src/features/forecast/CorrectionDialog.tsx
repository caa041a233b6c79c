import { Radio, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useText } from '@/shared/i18n'
import { numberOf } from '@/shared/number-of'
import { fieldErrors } from '@/shared/problem'
import type { Product } from '@/shared/products'
import { Dialog, DialogForm } from '@/shared/ui/Dialog'
import { NumberField } from '@/shared/ui/NumberField'
import { notifySuccess } from '@/shared/ui/toast'
import {
  type CorrectionKind,
  correctionKinds,
  type SuspiciousDay,
  useCorrectDay,
} from './corrections'

type Props = { product: Product; day: SuspiciousDay | null; onClose: () => void }

/** What one suspicious day was: right as it stands, another quantity, or a bulk order. */
export function CorrectionDialog({ product, day, onClose }: Props) {
  const { t, format } = useText()
  return (
    <Dialog
      opened={day !== null}
      onClose={onClose}
      title={day ? t('corrections.dialog', { name: product.name, day: format.day(day.day) }) : ''}
    >
      {day ? <CorrectionForm product={product} day={day} onClose={onClose} /> : null}
    </Dialog>
  )
}

const fields = ['units', 'note'] as const
type Values = { kind: CorrectionKind; units: number | string; note: string }

function CorrectionForm({ product, day, onClose }: Props & { day: SuspiciousDay }) {
  const { t, format } = useText()
  const correct = useCorrectDay()
  const form = useForm<Values>({
    initialValues: { kind: 'confirmed', units: '', note: '' },
    validate: {
      units: (value, { kind }) =>
        kind === 'corrected' && value === '' ? t('fields.required') : null,
      note: (value) => (value.trim() === '' ? t('fields.required') : null),
    },
  })

  function save({ kind, units, note }: Values) {
    const body = {
      product_id: product.id,
      day: day.day,
      kind,
      note: note.trim(),
      ...(kind === 'corrected' ? { units: numberOf(units) } : {}),
    }
    correct.mutate(body, {
      onSuccess: () => {
        notifySuccess(t('corrections.done'))
        onClose()
      },
      onError: (failure) => form.setErrors(fieldErrors(t, failure, fields)),
    })
  }

  const sold = format.quantity(day.quantity, product.unit)
  return (
    <DialogForm
      onSubmit={form.onSubmit(save)}
      action={t('corrections.submit')}
      pending={correct.isPending}
      failure={correct.error}
      fields={fields}
      onClose={onClose}
    >
      <Radio.Group label={t('corrections.what', { sold })} {...form.getInputProps('kind')}>
        <Stack gap="xs" mt="xs">
          {correctionKinds.map((kind) => (
            <Radio
              key={kind}
              value={kind}
              label={t(`corrections.kinds.${kind}`)}
              description={t(`corrections.kindHelp.${kind}`)}
            />
          ))}
        </Stack>
      </Radio.Group>
      {form.values.kind === 'corrected' ? (
        <NumberField
          label={t('corrections.units')}
          min={0}
          allowNegative={false}
          {...form.getInputProps('units')}
        />
      ) : null}
      <TextInput
        label={t('corrections.note')}
        placeholder={t('corrections.notePlaceholder')}
        autoComplete="off"
        {...form.getInputProps('note')}
      />
    </DialogForm>
  )
}
