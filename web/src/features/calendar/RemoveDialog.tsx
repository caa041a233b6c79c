import type { CalendarEvent } from '@/shared/calendar'
import { useText } from '@/shared/i18n'
import { ConfirmDialog } from '@/shared/ui/ConfirmDialog'
import { notifySuccess } from '@/shared/ui/toast'
import { useCancelEvent } from './queries'
import { useEventText } from './use-event-text'

type Props = { event: CalendarEvent | null; onClose: () => void }

/** Asks before an entry is taken away: forecasts change with it. */
export function RemoveDialog({ event, onClose }: Props) {
  const { t } = useText()
  const { days } = useEventText()
  const cancel = useCancelEvent()
  function remove() {
    if (event?.id == null) return
    cancel.mutate(event.id, {
      onSuccess: () => {
        notifySuccess(t('calendar.cancelled'))
        onClose()
      },
    })
  }
  return (
    <ConfirmDialog
      opened={event !== null}
      title={t('calendar.cancelNamed', { name: event?.name ?? '' })}
      text={event ? t('calendar.cancelText', { days: days(event) }) : ''}
      action={t('calendar.cancel')}
      pending={cancel.isPending}
      failure={cancel.error}
      onConfirm={remove}
      onClose={onClose}
    />
  )
}
