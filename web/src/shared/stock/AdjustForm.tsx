import { SegmentedControl, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { bodyErrors } from '@/shared/forms'
import { useText } from '@/shared/i18n'
import { MAIN_LOCATION } from '@/shared/locations'
import { fieldErrors } from '@/shared/problem'
import { DialogForm } from '@/shared/ui/Dialog'
import { LocationSelect } from '@/shared/ui/LocationSelect'
import { QuantityInput } from '@/shared/ui/QuantityInput'
import { Select } from '@/shared/ui/Select'
import { notifySuccess } from '@/shared/ui/toast'
import { useUnusual } from '@/shared/ui/use-unusual'
import { isMuchMore } from '@/shared/unusual'
import {
  type Adjusted,
  type AdjustValues,
  adjustmentBody,
  type Mode,
  modes,
  reasonsOf,
  stockAfter,
} from './adjustment'
import { useAdjustStock } from './queries'
import { useStockAt } from './use-stock-at'

const fields = ['delta', 'counted', 'reason', 'note', 'location_id'] as const

/** The service's fields for the amount are one field here. */
function atFormFields({ delta, counted, ...others }: Record<string, string>) {
  const quantity = delta ?? counted
  return quantity ? { ...others, quantity } : others
}

type Props = {
  product: Adjusted
  location?: number
  /** Begins with a count. */
  counting: boolean
  onClose: () => void
}

/** Adds to the stock, takes from it or counts it, with the reason that the ledger keeps. */
export function AdjustForm({ product, location: first, counting, onClose }: Props) {
  const { t, format } = useText()
  const adjust = useAdjustStock()
  const { unlessUnusual, question } = useUnusual()
  const form = useForm<AdjustValues>({
    initialValues: {
      mode: counting ? 'count' : 'add',
      quantity: '',
      reason: counting ? 'count' : 'receipt',
      note: '',
      location_id: first ?? MAIN_LOCATION,
    },
    validate: (values) => {
      const empty = values.quantity === '' || (values.quantity === 0 && values.mode !== 'count')
      if (empty) return { quantity: t('fields.required') }
      const body = adjustmentBody(product.id, values)
      return atFormFields(bodyErrors(t, 'ProductsAdjustmentIn', body))
    },
  })
  const { mode, quantity, location_id } = form.values
  const before = useStockAt(product, location_id)
  const after = before === undefined ? undefined : stockAfter(before, form.values)
  const missing = after !== undefined && after < 0
  const shown = (units: number) => format.quantity(units, product.unit)

  /** Of what a person counts or adds; nobody can take away more than there is. */
  function unusualOf(values: AdjustValues): string[] {
    if (values.mode === 'remove' || after === undefined || before === undefined) return []
    if (!isMuchMore(values.quantity, before)) return []
    return [t('unusual.stock', { name: product.name, now: shown(after), usual: shown(before) })]
  }

  function save(values: AdjustValues) {
    adjust.mutate(adjustmentBody(product.id, values), {
      onSuccess: ({ stock }) => {
        notifySuccess(t('adjust.done', { name: product.name, stock: shown(stock) }))
        onClose()
      },
      onError: (failure) => form.setErrors(atFormFields(fieldErrors(t, failure, fields))),
    })
  }

  return (
    <>
      <DialogForm
        onSubmit={form.onSubmit((values) => unlessUnusual(unusualOf(values), () => save(values)))}
        action={t('adjust.submit')}
        pending={adjust.isPending}
        disabled={missing}
        failure={adjust.error}
        fields={fields}
        onClose={onClose}
      >
        <SegmentedControl
          aria-label={t('adjust.mode')}
          value={mode}
          onChange={(value) => {
            const next = value as Mode
            form.setValues({ mode: next, reason: reasonsOf[next][0] })
          }}
          data={modes.map((value) => ({ value, label: t(`adjust.${value}`) }))}
        />
        <LocationSelect
          value={location_id}
          onChange={(chosen) => chosen && form.setFieldValue('location_id', chosen)}
          error={form.errors.location_id}
        />
        <QuantityInput
          product={product}
          label={t(mode === 'count' ? 'adjust.counted' : 'adjust.quantity')}
          {...(mode === 'count' ? { min: 0 } : {})}
          data-autofocus
          {...form.getInputProps('quantity')}
        />
        {mode === 'count' ? null : (
          <Select
            label={t('adjust.reason')}
            data={reasonsOf[mode].map((value) => ({ value, label: t(`reasons.${value}`) }))}
            {...form.getInputProps('reason')}
          />
        )}
        <TextInput
          label={`${t('adjust.note')} (${t('common.optional')})`}
          autoComplete="off"
          {...form.getInputProps('note')}
        />
        <Text
          size="sm"
          mih={20}
          c={missing ? 'var(--mantine-color-error)' : 'dimmed'}
          aria-live="polite"
        >
          {quantity !== '' && before !== undefined && after !== undefined
            ? missing
              ? t('errors.insufficient_stock', { left: before })
              : t('adjust.result', { from: shown(before), to: shown(after) })
            : ' '}
        </Text>
      </DialogForm>
      {question}
    </>
  )
}
