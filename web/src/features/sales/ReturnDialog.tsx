import { SegmentedControl, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { salesReturnSale } from '@/api/gen/sdk.gen'
import type { SalesReturnIn } from '@/api/gen/types.gen'
import { useText } from '@/shared/i18n'
import { useIdempotencyKey } from '@/shared/idempotency-key'
import { productQuery } from '@/shared/products'
import { roundUnits } from '@/shared/quantity'
import { type Sale, salesChanged } from '@/shared/sales'
import { ConfirmDialog } from '@/shared/ui/ConfirmDialog'
import { QuantityInput } from '@/shared/ui/QuantityInput'
import { notifySuccess } from '@/shared/ui/toast'
import { useSaleNamed } from './use-sale-named'

type Props = { sale: Sale; onClose: () => void }

/** Takes a part of a sale back, or all that is left of it. */
export function ReturnDialog({ sale, onClose }: Props) {
  const { t, format } = useText()
  const named = useSaleNamed(sale)
  const client = useQueryClient()
  const idempotency = useIdempotencyKey()
  const left = roundUnits(sale.quantity - sale.returned)
  const product = useQuery(productQuery(sale.product_id)).data
  const [quantity, setQuantity] = useState<number | string>(Math.min(1, left))
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
  const isValid = units > 0 && units <= left && reason.trim() !== ''
  const isPieces = Number.isInteger(left) && (product?.unit ?? 'piece') === 'piece'

  return (
    <ConfirmDialog
      opened
      title={t('sales.returnTitle')}
      text={named}
      action={t('sales.return')}
      leave={t('common.cancel')}
      pending={takeBack.isPending}
      failure={takeBack.error}
      disabled={!isValid}
      onClose={onClose}
      onConfirm={() => takeBack.mutate({ quantity: units, condition, reason: reason.trim() })}
    >
      <Stack gap="sm">
        <Text>
          {isPieces
            ? t('sales.returnText', { count: left })
            : t('sales.returnPart', { left: format.quantity(left, product?.unit) })}
        </Text>
        <QuantityInput
          product={product}
          label={t('sales.quantity')}
          data-autofocus
          max={left}
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
