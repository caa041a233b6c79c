import { Checkbox, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { bodyErrors } from '@/shared/forms'
import { useText } from '@/shared/i18n'
import { MAIN_LOCATION } from '@/shared/locations'
import { numberOf } from '@/shared/number-of'
import { fieldErrors } from '@/shared/problem'
import { CategoryInput } from '@/shared/ui/CategoryInput'
import { Dialog, DialogForm } from '@/shared/ui/Dialog'
import { LocationSelect } from '@/shared/ui/LocationSelect'
import { NumberField } from '@/shared/ui/NumberField'
import { useStartCount } from './mutations'
import type { Count } from './queries'

type Values = {
  location_id: number
  category: string
  q: string
  to_count: boolean
  not_counted_days: number | string
  blind: boolean
  percent: number | string
  note: string
}

const fields = [
  'location_id',
  'category',
  'q',
  'to_count',
  'not_counted_days',
  'blind',
  'percent',
  'note',
] as const
const USUAL_PERCENT = 20

const body = (values: Values) => ({
  location_id: values.location_id,
  filter: {
    category: values.category.trim() || null,
    q: values.q.trim() || null,
    to_count: values.to_count,
    not_counted_days: numberOf(values.not_counted_days) ?? null,
  },
  blind: values.blind,
  recount: { percent: numberOf(values.percent) ?? null },
  note: values.note.trim() || null,
})

const leaf = (errors: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(errors).map(([path, text]) => [path.split('.').at(-1) ?? path, text]),
  )

type Props = { onClose: () => void; onStarted: (count: Count) => void }

/** A sheet: where, and of which products. Who counts blind does not see what is expected. */
export function NewCountDialog({ onClose, onStarted }: Props) {
  const { t } = useText()
  const start = useStartCount()
  const form = useForm<Values>({
    initialValues: {
      location_id: MAIN_LOCATION,
      category: '',
      q: '',
      to_count: false,
      not_counted_days: '',
      blind: true,
      percent: USUAL_PERCENT,
      note: '',
    },
    validate: (values) => leaf(bodyErrors(t, 'ProductsCountIn', body(values))),
  })
  const optional = (label: string) => `${label} (${t('common.optional')})`

  function submit(values: Values) {
    start.mutate(body(values), {
      onSuccess: onStarted,
      onError: (failure) => form.setErrors(fieldErrors(t, failure, fields)),
    })
  }

  return (
    <Dialog opened onClose={onClose} title={t('counts.new')} closeOnClickOutside={false}>
      <DialogForm
        onSubmit={form.onSubmit(submit)}
        action={t('counts.start')}
        pending={start.isPending}
        failure={start.error}
        fields={fields}
        onClose={onClose}
      >
        <LocationSelect
          value={form.values.location_id}
          onChange={(location) => location && form.setFieldValue('location_id', location)}
          error={form.errors.location_id}
        />
        <CategoryInput
          label={optional(t('products.category'))}
          data-autofocus
          autoComplete="off"
          {...form.getInputProps('category')}
        />
        <TextInput
          label={optional(t('counts.words'))}
          autoComplete="off"
          {...form.getInputProps('q')}
        />
        <Checkbox
          label={t('counts.onlyDue')}
          description={t('counts.onlyDueHelp')}
          {...form.getInputProps('to_count', { type: 'checkbox' })}
        />
        <NumberField
          label={optional(t('counts.notCountedDays'))}
          min={1}
          allowDecimal={false}
          {...form.getInputProps('not_counted_days')}
        />
        <Checkbox
          label={t('counts.blind')}
          description={t('counts.blindHelp')}
          {...form.getInputProps('blind', { type: 'checkbox' })}
        />
        <NumberField
          label={t('counts.percent')}
          description={t('counts.percentHelp')}
          min={0}
          suffix=" %"
          {...form.getInputProps('percent')}
        />
        <TextInput
          label={optional(t('adjust.note'))}
          autoComplete="off"
          {...form.getInputProps('note')}
        />
      </DialogForm>
    </Dialog>
  )
}
