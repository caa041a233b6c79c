import { Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { addDays } from '@/shared/day'
import { useText } from '@/shared/i18n'
import { useToday } from '@/shared/shop/use-shop'
import { DayInput } from '@/shared/ui/DayInput'
import { Dialog, DialogForm } from '@/shared/ui/Dialog'
import { notifySuccess } from '@/shared/ui/toast'
import { type Advice, useSnooze } from './queries'

const TWO_WEEKS = 14

/** Nothing of it is suggested before a day; the record keeps who said so, and why. */
export function SnoozeDialog({ advice, onClose }: { advice: Advice; onClose: () => void }) {
  const { t, format } = useText()
  const today = useToday()
  const [until, setUntil] = useState(addDays(today, TWO_WEEKS))
  const [reason, setReason] = useState('')
  const snooze = useSnooze(advice.product_id)
  const name = advice.name ?? ''

  const save = () =>
    snooze.mutate(
      { until, reason: reason.trim() || null, location_id: advice.location_id },
      {
        onSuccess: () => {
          notifySuccess(t('reorder.snoozed', { name, day: format.day(until) }))
          onClose()
        },
      },
    )

  return (
    <Dialog opened onClose={onClose} title={t('reorder.snoozeOf', { name })}>
      <DialogForm
        action={t('reorder.snooze')}
        pending={snooze.isPending}
        failure={snooze.error}
        disabled={until <= today}
        onClose={onClose}
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        <Text>{t('reorder.snoozeText')}</Text>
        <DayInput
          label={t('reorder.until')}
          min={addDays(today, 1)}
          value={until}
          onChange={({ currentTarget: { value } }) => setUntil(value)}
        />
        <TextInput
          label={`${t('orders.reason')} (${t('common.optional')})`}
          maxLength={500}
          value={reason}
          onChange={({ currentTarget: { value } }) => setReason(value)}
        />
      </DialogForm>
    </Dialog>
  )
}
