import { Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { bodyErrors } from '@/shared/forms'
import { i18n, useText } from '@/shared/i18n'
import { type Location, useLocationName } from '@/shared/locations'
import { numberOf } from '@/shared/number-of'
import { pathErrors } from '@/shared/problem'
import { ChangedMeanwhile, isOutdated } from '@/shared/ui/ChangedMeanwhile'
import { Dialog, DialogForm } from '@/shared/ui/Dialog'
import { NumberField } from '@/shared/ui/NumberField'
import { notifySuccess } from '@/shared/ui/toast'
import { useStored } from '@/shared/use-stored'
import { useSaveLocation } from './mutations'

type Values = { name: string; address: string; transfer_days: number | string }

const fields = ['name', 'address', 'transfer_days'] as const

const bodyOf = ({ name, address, transfer_days }: Values) => ({
  name: name.trim(),
  address: address.trim(),
  transfer_days: numberOf(transfer_days) ?? Number.NaN,
})

/** A shop or a store: its name, and the address that stands on orders. */
export function LocationDialog({
  known,
  onClose,
}: {
  known: Location | null
  onClose: () => void
}) {
  const { t } = useText()
  const save = useSaveLocation()
  const nameOf = useLocationName()
  const valuesOf = (stored: Location): Values => ({
    name: nameOf(stored),
    address: stored.address,
    transfer_days: stored.transfer_days,
  })
  /** A name that nobody changed is sent as it was: the next reader has it in another language. */
  const body = (values: Values) => {
    const sent = bodyOf(values)
    return known && sent.name === nameOf(known) ? { ...sent, name: known.name } : sent
  }
  const form = useForm<Values>({
    initialValues: known ? valuesOf(known) : { name: '', address: '', transfer_days: 1 },
    validate: (values) => bodyErrors(t, 'ProductsLocationIn', body(values)),
  })

  const { base } = useStored(form, known, valuesOf)

  function submit(values: Values) {
    save.mutate(
      { body: body(values), known: base },
      {
        onSuccess: (saved) => {
          notifySuccess(t('locations.saved', { name: nameOf(saved) }))
          onClose()
        },
        onError: (failure) => form.setErrors(pathErrors(t, failure)),
      },
    )
  }

  return (
    <Dialog
      opened
      onClose={onClose}
      title={known ? t('locations.edit', { name: nameOf(known) }) : t('locations.new')}
      closeOnClickOutside={false}
    >
      <DialogForm
        onSubmit={form.onSubmit(submit)}
        action={t('common.save')}
        pending={save.isPending}
        failure={isOutdated(save.error) ? null : save.error}
        fields={fields}
        onClose={onClose}
      >
        <ChangedMeanwhile
          failure={save.error}
          name={(field) =>
            i18n.exists(`locations.${field}`)
              ? t(`locations.${field}` as 'locations.name')
              : undefined
          }
        />
        <TextInput
          label={t('locations.name')}
          data-autofocus
          autoComplete="off"
          {...form.getInputProps('name')}
        />
        <Textarea
          label={t('locations.address')}
          description={t('locations.addressHelp')}
          rows={3}
          {...form.getInputProps('address')}
        />
        <NumberField
          label={t('locations.transfer_days')}
          description={t('locations.transfer_daysHelp')}
          min={0}
          allowDecimal={false}
          {...form.getInputProps('transfer_days')}
        />
      </DialogForm>
    </Dialog>
  )
}
