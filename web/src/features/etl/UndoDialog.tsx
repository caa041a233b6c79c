import { useText } from '@/shared/i18n'
import { ConfirmDialog } from '@/shared/ui/ConfirmDialog'
import { notifySuccess } from '@/shared/ui/toast'
import { type Job, useUndo } from './jobs'

type Props = { job: Job | null; onClose: () => void }

/** Takes back all that an import recorded. */
export function UndoDialog({ job, onClose }: Props) {
  const { t } = useText()
  const undo = useUndo()
  function close() {
    undo.reset()
    onClose()
  }
  return (
    <ConfirmDialog
      opened={job !== null}
      title={t('data.undoTitle')}
      text={t('data.undoText', { count: job?.rows_recorded ?? 0 })}
      action={t('data.undo')}
      pending={undo.isPending}
      failure={undo.error}
      onClose={close}
      onConfirm={() =>
        job &&
        undo.mutate(job.id, {
          onSuccess: () => {
            notifySuccess(t('data.undone'))
            close()
          },
        })
      }
    />
  )
}
