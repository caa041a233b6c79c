import { TextInput } from '@mantine/core'
import type { UseMutationResult } from '@tanstack/react-query'
import { useState } from 'react'
import { useText } from '../i18n'
import { ConfirmDialog } from './ConfirmDialog'
import { notifySuccess } from './toast'

type Props = {
  title: string
  text: string
  action: string
  done: string
  act: UseMutationResult<unknown, unknown, string>
  onClose: () => void
}

/** Before something ends: the record keeps why. */
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
