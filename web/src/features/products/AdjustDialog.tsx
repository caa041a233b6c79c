import {
  Button,
  Group,
  Modal,
  NumberInput,
  SegmentedControl,
  Select,
  Stack,
  Text,
  TextInput,
} from '@mantine/core'
import { useForm } from '@mantine/form'
import { zProductsAdj } from '@/api/gen/zod.gen'
import { bodyErrors, numberOf } from '@/shared/forms'
import { useText } from '@/shared/i18n'
import { fieldErrors } from '@/shared/problem'
import type { Product } from '@/shared/products'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { said } from '@/shared/ui/toast'
import { useAdjustStock } from './mutations'

const reasons = ['count', 'damage', 'loss', 'found', 'correction', 'return'] as const

type Values = {
  direction: 'add' | 'remove'
  quantity: number | string
  reason: (typeof reasons)[number]
  note: string
}
type Props = { opened: boolean; onClose: () => void; product: Product }

export function AdjustDialog({ opened, onClose, product }: Props) {
  const { t } = useText()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('adjust.title', { name: product.name })}
      centered
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <AdjustForm product={product} onClose={onClose} />
    </Modal>
  )
}

const delta = ({ direction, quantity }: Values) =>
  (numberOf(quantity) ?? 0) * (direction === 'add' ? 1 : -1)

/** Adds to or takes from the stock, with the reason that the ledger keeps. */
function AdjustForm({ product, onClose }: Omit<Props, 'opened'>) {
  const { t } = useText()
  const adjust = useAdjustStock(product.id)
  const body = (values: Values) => ({
    delta: delta(values),
    reason: values.reason,
    note: values.note.trim() || null,
  })
  const form = useForm<Values>({
    initialValues: { direction: 'add', quantity: '', reason: 'count', note: '' },
    validate: (values) =>
      numberOf(values.quantity)
        ? bodyErrors(t, zProductsAdj, body(values))
        : { quantity: t('fields.required') },
  })
  const after = product.stock + delta(form.values)

  function save(values: Values) {
    adjust.mutate(body(values), {
      onSuccess: (movement) => {
        said(t('adjust.done', { name: product.name, stock: movement.stock }))
        onClose()
      },
      onError: (failure) => {
        const { delta: quantity, ...others } = fieldErrors(t, failure, ['delta', 'reason', 'note'])
        form.setErrors(quantity ? { ...others, quantity } : others)
      },
    })
  }

  return (
    <form onSubmit={form.onSubmit(save)} noValidate>
      <Stack>
        <SegmentedControl
          aria-label={t('adjust.mode')}
          data={[
            { value: 'add', label: t('adjust.add') },
            { value: 'remove', label: t('adjust.remove') },
          ]}
          {...form.getInputProps('direction')}
        />
        <NumberInput
          label={t('adjust.quantity')}
          min={1}
          allowDecimal={false}
          allowNegative={false}
          inputMode="numeric"
          data-autofocus
          {...form.getInputProps('quantity')}
        />
        <Select
          label={t('adjust.reason')}
          allowDeselect={false}
          data={reasons.map((value) => ({ value, label: t(`reasons.${value}`) }))}
          {...form.getInputProps('reason')}
        />
        <TextInput
          label={`${t('adjust.note')} (${t('common.optional')})`}
          autoComplete="off"
          {...form.getInputProps('note')}
        />
        <Text size="sm" c={after < 0 ? 'var(--mantine-color-error)' : 'dimmed'} aria-live="polite">
          {after < 0
            ? t('errors.insufficient_stock', { left: product.stock })
            : t('adjust.result', { from: product.stock, to: after })}
        </Text>
        <ProblemAlert failure={adjust.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={adjust.isPending} disabled={after < 0}>
            {t('adjust.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
