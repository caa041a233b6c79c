import { Group, SegmentedControl, Select, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { zForecastEventIn } from '@/api/gen/zod.gen'
import { bodyErrors } from '@/shared/forms'
import { useText } from '@/shared/i18n'
import { fieldErrors } from '@/shared/problem'
import { ProductPicker } from '@/shared/product-picker/ProductPicker'
import { useToday } from '@/shared/shop/use-shop'
import { CategoryInput } from '@/shared/ui/CategoryInput'
import { Dialog, DialogForm } from '@/shared/ui/Dialog'
import { NumberField } from '@/shared/ui/NumberField'
import { notifySuccess } from '@/shared/ui/toast'
import { type EventValues, eventBody, type Kind, kinds, type Scope, scopes } from './event'
import { useCreateEvent } from './queries'

type Props = { opened: boolean; onClose: () => void }

/** Enters a promotion or a closure, past or to come. */
export function EventDialog({ opened, onClose }: Props) {
  const { t } = useText()
  return (
    <Dialog opened={opened} onClose={onClose} title={t('calendar.new')}>
      <EventForm onClose={onClose} />
    </Dialog>
  )
}

const fields = ['name', 'first_day', 'last_day', 'category', 'lift', 'discount_percent'] as const

function EventForm({ onClose }: { onClose: () => void }) {
  const { t } = useText()
  const create = useCreateEvent()
  const today = useToday()
  const form = useForm<EventValues>({
    initialValues: {
      kind: 'promotion',
      name: '',
      first_day: today,
      last_day: today,
      scope: 'all',
      category: '',
      product: null,
      lift: '',
      discount_percent: '',
    },
    validate: (values) => {
      const promoted = values.kind === 'promotion'
      if (promoted && values.scope === 'product' && !values.product)
        return { product: t('fields.required') }
      if (values.last_day < values.first_day) return { last_day: t('fields.beforeFirst') }
      return bodyErrors(t, zForecastEventIn, eventBody(values))
    },
  })
  const { kind, scope, product, first_day } = form.values

  function save(values: EventValues) {
    create.mutate(eventBody(values), {
      onSuccess: () => {
        notifySuccess(t('calendar.done'))
        onClose()
      },
      onError: (failure) => form.setErrors(fieldErrors(t, failure, fields)),
    })
  }

  return (
    <DialogForm
      onSubmit={form.onSubmit(save)}
      action={t('calendar.submit')}
      pending={create.isPending}
      failure={create.error}
      fields={fields}
      onClose={onClose}
    >
      <SegmentedControl
        aria-label={t('calendar.kind')}
        value={kind}
        onChange={(value) => form.setFieldValue('kind', value as Kind)}
        data={kinds.map((value) => ({ value, label: t(`calendar.kinds.${value}`) }))}
      />
      <Text size="sm" c="dimmed">
        {t(`calendar.explained.${kind}`)}
      </Text>
      <TextInput
        label={t('calendar.name')}
        autoComplete="off"
        data-autofocus
        {...form.getInputProps('name')}
      />
      <Group grow align="flex-start">
        <TextInput type="date" label={t('calendar.from')} {...form.getInputProps('first_day')} />
        <TextInput
          type="date"
          label={t('calendar.to')}
          min={first_day}
          {...form.getInputProps('last_day')}
        />
      </Group>
      {kind === 'promotion' ? (
        <Select
          label={t('calendar.scope')}
          allowDeselect={false}
          value={scope}
          onChange={(value) => form.setFieldValue('scope', value as Scope)}
          data={scopes.map((value) => ({ value, label: t(`calendar.scopes.${value}`) }))}
        />
      ) : null}
      {kind === 'promotion' && scope === 'category' ? (
        <CategoryInput label={t('products.category')} {...form.getInputProps('category')} />
      ) : null}
      {kind === 'promotion' && scope === 'product' ? (
        <ProductPicker
          label={t('forecast.pick')}
          value={product}
          error={form.errors.product ? String(form.errors.product) : undefined}
          onPick={(picked) =>
            form.setFieldValue('product', picked && { id: picked.id, name: picked.name })
          }
        />
      ) : null}
      {kind === 'promotion' ? (
        <>
          <NumberField
            label={t('calendar.discount')}
            description={t('calendar.discountExplained')}
            min={0}
            max={100}
            step={5}
            decimalScale={2}
            suffix=" %"
            {...form.getInputProps('discount_percent')}
          />
          <NumberField
            label={t('calendar.lift')}
            description={t('calendar.liftExplained')}
            min={0.5}
            max={10}
            step={0.5}
            decimalScale={2}
            {...form.getInputProps('lift')}
          />
        </>
      ) : null}
    </DialogForm>
  )
}
