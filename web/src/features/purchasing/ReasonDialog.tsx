import { TextInput } from '@mantine/core'
import type { UseMutationResult } from '@tanstack/react-query'
import { useState } from 'react'
import { useText } from '@/shared/i18n'
import { ConfirmDialog } from '@/shared/ui/ConfirmDialog'
import { notifySuccess } from '@/shared/ui/toast'
import type { Order } from './queries'

type Props = {
  title: string
  text: string
  action: string
  done: string
  act: UseMutationResult<Order, unknown, string>
  onClose: () => void
}

/** Ends an order, or a part of it; the record keeps why. */
export function ReasonDialog({ title, text, action, done, act, onClose }: Props) {
  const { t } = useText()
  const [reason, setReason] = useState('')
  return (
    <ConfirmDialog
      opened
      title={title}
      text={text}
      action={action}
      pending={act.isPending}
      failure={act.error}
      disabled={reason.trim() === ''}
      onClose={onClose}
      onConfirm={() =>
        act.mutate(reason.trim(), {
          onSuccess: () => {
            notifySuccess(done)
            onClose()
          },
        })
      }
    >
      <TextInput
        label={t('orders.reason')}
        data-autofocus
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </ConfirmDialog>
  )
}
