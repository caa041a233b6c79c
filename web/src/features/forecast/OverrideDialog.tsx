import { Group, SegmentedControl, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { bodyErrors } from '@/shared/forms'
import { useText } from '@/shared/i18n'
import { fieldErrors } from '@/shared/problem'
import type { Product } from '@/shared/products'
import { useToday } from '@/shared/shop/use-shop'
import { DayInput } from '@/shared/ui/DayInput'
import { Dialog, DialogForm } from '@/shared/ui/Dialog'
import { NumberField } from '@/shared/ui/NumberField'
import { notifySuccess } from '@/shared/ui/toast'
import {
  type OverrideMode,
  type OverrideValues,
  overrideBody,
  overrideModes,
  useCreateOverride,
} from './overrides'

type Props = { opened: boolean; onClose: () => void; product: Product }

/** A planner's word over the model's, for some days of one product. */
export function OverrideDialog({ opened, onClose, product }: Props) {
  const { t } = useText()
  return (
    <Dialog opened={opened} onClose={onClose} title={t('overrides.title', { name: product.name })}>
      <OverrideForm product={product} onClose={onClose} />
    </Dialog>
  )
}

const fields = ['first_day', 'last_day', 'percentage', 'units', 'note', 'expires_on'] as const

/** Both ways of saying it are one field here. */
function atFormFields({ percentage, units, ...others }: Record<string, string>) {
  const value = percentage ?? units
  return value ? { ...others, value } : others
}

function OverrideForm({ product, onClose }: Omit<Props, 'opened'>) {
  const { t } = useText()
  const create = useCreateOverride()
  const today = useToday()
  const form = useForm<OverrideValues>({
    initialValues: {
      way: 'percentage',
      value: '',
      first_day: today,
      last_day: today,
      note: '',
      expires_on: '',
    },
    validate: (values) => {
      if (values.value === '') return { value: t('fields.required') }
      if (values.last_day < values.first_day) return { last_day: t('fields.beforeFirst') }
      return atFormFields(bodyErrors(t, 'ForecastOverrideIn', overrideBody(product.id, values)))
    },
  })
  const { way, first_day } = form.values

  function save(values: OverrideValues) {
    create.mutate(overrideBody(product.id, values), {
      onSuccess: () => {
        notifySuccess(t('overrides.done'))
        onClose()
      },
      onError: (failure) => form.setErrors(atFormFields(fieldErrors(t, failure, fields))),
    })
  }

  return (
    <DialogForm
      onSubmit={form.onSubmit(save)}
      action={t('overrides.submit')}
      pending={create.isPending}
      failure={create.error}
      fields={fields}
      onClose={onClose}
    >
      <Group grow align="flex-start">
        <DayInput label={t('overrides.from')} min={today} {...form.getInputProps('first_day')} />
        <DayInput label={t('overrides.to')} min={first_day} {...form.getInputProps('last_day')} />
      </Group>
      <SegmentedControl
        aria-label={t('overrides.way')}
        value={way}
        onChange={(value) => form.setFieldValue('way', value as OverrideMode)}
        data={overrideModes.map((value) => ({ value, label: t(`overrides.${value}`) }))}
      />
      <NumberField
        label={t(`overrides.${way}Label`)}
        description={t(`overrides.${way}Help`)}
        min={way === 'units' ? 0 : -100}
        allowNegative={way === 'percentage'}
        suffix={way === 'percentage' ? ' %' : ''}
        data-autofocus
        {...form.getInputProps('value')}
      />
      <TextInput
        label={t('overrides.note')}
        placeholder={t('overrides.notePlaceholder')}
        autoComplete="off"
        {...form.getInputProps('note')}
      />
      <DayInput
        label={`${t('overrides.expires')} (${t('common.optional')})`}
        description={t('overrides.expiresHelp')}
        min={today}
        {...form.getInputProps('expires_on')}
      />
      <Text size="sm" c="dimmed">
        {t('overrides.explained')}
      </Text>
    </DialogForm>
  )
}
