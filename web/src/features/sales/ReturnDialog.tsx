import { NumberInput, SegmentedControl, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { salesReturnSale } from '@/api/gen/sdk.gen'
import type { SalesReturnIn } from '@/api/gen/types.gen'
import { useText } from '@/shared/i18n'
import { useIdempotencyKey } from '@/shared/idempotency-key'
import { type Sale, salesChanged } from '@/shared/sales'
import { ConfirmDialog } from '@/shared/ui/ConfirmDialog'
import { notifySuccess } from '@/shared/ui/toast'

type Props = { sale: Sale; onClose: () => void }

/** Takes a part of a sale back, or all that is left of it. */
export function ReturnDialog({ sale, onClose }: Props) {
  const { t } = useText()
  const client = useQueryClient()
  const idempotency = useIdempotencyKey()
  const left = sale.quantity - sale.returned
  const [quantity, setQuantity] = useState<number | string>(1)
  const [condition, setCondition] = useState<SalesReturnIn['condition']>('resaleable')
  const [reason, setReason] = useState('')
  const takeBack = useMutation({
    mutationFn: (body: SalesReturnIn) =>
      salesReturnSale({
        path: { sale_id: sale.id },
        body,
        headers: { 'Idempotency-Key': idempotency.of({ sale: sale.id, ...body }).key },
      }),
    onSuccess: () => {
      idempotency.done()
      void salesChanged(client)
      notifySuccess(t('sales.returnDone'))
      onClose()
    },
  })
  const units = Number(quantity)
  const isValid = Number.isInteger(units) && units >= 1 && units <= left && reason.trim() !== ''

  return (
    <ConfirmDialog
      opened
      title={t('sales.returnTitle')}
      text={t('sales.returnText', { count: left })}
      action={t('sales.return')}
      pending={takeBack.isPending}
      failure={takeBack.error}
      disabled={!isValid}
      onClose={onClose}
      onConfirm={() => takeBack.mutate({ quantity: units, condition, reason: reason.trim() })}
    >
      <Stack gap="sm">
        <NumberInput
          label={t('sales.quantity')}
          data-autofocus
          min={1}
          max={left}
          allowDecimal={false}
          value={quantity}
          onChange={setQuantity}
        />
        <SegmentedControl
          aria-label={t('sales.condition')}
          fullWidth
          value={condition}
          onChange={(value) => setCondition(value as SalesReturnIn['condition'])}
          data={[
            { value: 'resaleable', label: t('sales.conditions.resaleable') },
            { value: 'damaged', label: t('sales.conditions.damaged') },
          ]}
        />
        <TextInput
          label={t('sales.voidReason')}
          maxLength={200}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </Stack>
    </ConfirmDialog>
  )
}
