import { Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { salesVoidSale } from '@/api/gen/sdk.gen'
import { useText } from '@/shared/i18n'
import { type Sale, salesChanged } from '@/shared/sales'
import { ConfirmDialog } from '@/shared/ui/ConfirmDialog'
import { notifySuccess } from '@/shared/ui/toast'
import { useSaleNamed } from './use-sale-named'

type Props = { sale: Sale | null; onClose: () => void }

/** Cancels a sale; the service wants to know why. */
export function VoidDialog({ sale, onClose }: Props) {
  const { t } = useText()
  const client = useQueryClient()
  const named = useSaleNamed(sale)
  const [reason, setReason] = useState('')
  const cancel = useMutation({
    mutationFn: (id: number) =>
      salesVoidSale({ path: { sale_id: id }, body: { reason: reason.trim() } }),
    onSuccess: () => {
      void salesChanged(client)
      notifySuccess(t('sales.voidDone'))
      close()
    },
  })

  function close() {
    setReason('')
    cancel.reset()
    onClose()
  }

  return (
    <ConfirmDialog
      opened={sale !== null}
      title={t('sales.voidTitle')}
      text={named}
      action={t('sales.void')}
      pending={cancel.isPending}
      failure={cancel.error}
      disabled={reason.trim() === ''}
      onClose={close}
      onConfirm={() => sale && cancel.mutate(sale.id)}
    >
      <Text>{t('sales.voidText')}</Text>
      <TextInput
        label={t('sales.voidReason')}
        data-autofocus
        maxLength={200}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </ConfirmDialog>
  )
}
