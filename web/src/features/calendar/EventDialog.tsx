import { Button, Group, SegmentedControl, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { CalendarEvent } from '@/shared/calendar'
import { bodyErrors } from '@/shared/forms'
import { useText } from '@/shared/i18n'
import { fieldErrors } from '@/shared/problem'
import { useProductNames } from '@/shared/product-names'
import { ProductPicker } from '@/shared/product-picker/ProductPicker'
import { CategoryInput } from '@/shared/ui/CategoryInput'
import { DayInput } from '@/shared/ui/DayInput'
import { Dialog, DialogForm } from '@/shared/ui/Dialog'
import { NumberField } from '@/shared/ui/NumberField'
import { Select } from '@/shared/ui/Select'
import { notifySuccess } from '@/shared/ui/toast'
import {
  type EventValues,
  eventBody,
  eventValues,
  type Kind,
  kinds,
  type Scope,
  scopes,
} from './event'
import { useSaveEvent } from './queries'

/** What is edited: an entry that is there, or a new one, which begins on a day. */
export type Editing = { day: string } | { event: CalendarEvent }

type Props = {
  editing: Editing
  onClose: () => void
  onRemove: (event: CalendarEvent) => void
}

/** Enters a promotion or a closure, past or to come, or changes one. */
export function EventDialog({ editing, onClose, onRemove }: Props) {
  const { t } = useText()
  const event = 'event' in editing ? editing.event : null
  return (
    <Dialog opened onClose={onClose} title={t(event ? 'calendar.change' : 'calendar.new')}>
      <EventForm
        event={event}
        day={'day' in editing ? editing.day : editing.event.first_day}
        onClose={onClose}
        onRemove={onRemove}
      />
    </Dialog>
  )
}

const fields = ['name', 'first_day', 'last_day', 'category', 'lift', 'discount_percent'] as const

type FormProps = Omit<Props, 'editing'> & { event: CalendarEvent | null; day: string }

function EventForm({ event, day, onClose, onRemove }: FormProps) {
  const { t } = useText()
  const save = useSaveEvent(event?.id ?? null)
  const names = useProductNames(event?.product_id ? [event.product_id] : [])
  const form = useForm<EventValues>({
    initialValues: eventValues(event, day, ''),
    validate: (values) => {
      const promoted = values.kind === 'promotion'
      if (promoted && values.scope === 'product' && !values.product)
        return { product: t('fields.required') }
      if (values.last_day < values.first_day) return { last_day: t('fields.beforeFirst') }
      return bodyErrors(t, 'ForecastEventIn', eventBody(values))
    },
  })
  const { kind, scope, product, first_day } = form.values

  function send(values: EventValues) {
    save.mutate(eventBody(values), {
      onSuccess: () => {
        notifySuccess(t(event ? 'calendar.changed' : 'calendar.done'))
        onClose()
      },
      onError: (failure) => form.setErrors(fieldErrors(t, failure, fields)),
    })
  }

  return (
    <DialogForm
      onSubmit={form.onSubmit(send)}
      action={t(event ? 'common.save' : 'calendar.submit')}
      pending={save.isPending}
      failure={save.error}
      fields={fields}
      onClose={onClose}
      start={
        event ? (
          <Button variant="subtle" color="red" mr="auto" onClick={() => onRemove(event)}>
            {t('calendar.cancel')}
          </Button>
        ) : null
      }
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
        <DayInput label={t('calendar.from')} {...form.getInputProps('first_day')} />
        <DayInput label={t('calendar.to')} min={first_day} {...form.getInputProps('last_day')} />
      </Group>
      {kind === 'promotion' ? (
        <Select
          label={t('calendar.scope')}
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
          value={
            product && { ...product, name: product.name || (names.get(product.id)?.name ?? '') }
          }
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
