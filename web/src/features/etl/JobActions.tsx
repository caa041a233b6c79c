import { Button } from '@mantine/core'
import { useText } from '@/shared/i18n'
import { problemText } from '@/shared/problem'
import { notifyError } from '@/shared/ui/toast'
import { isOver, type Job, useCancel } from './jobs'

type Props = { job: Job; onLook: () => void; onUndo: () => void }

/** What can be done about an import as it stands. */
export function JobActions({ job, onLook, onUndo }: Props) {
  const { t } = useText()
  const stop = useCancel()
  if (job.status === 'checked' || job.status === 'unmapped')
    return (
      <Button size="compact-sm" onClick={onLook}>
        {t(job.status === 'unmapped' ? 'data.mapColumns' : 'data.review')}
      </Button>
    )
  // Once all of it was read, it can only be undone.
  if (!isOver(job) && job.rows_read !== job.rows_total)
    return (
      <Button
        variant="subtle"
        size="compact-sm"
        loading={stop.isPending}
        onClick={() =>
          stop.mutate(job.id, { onError: (failure) => notifyError(problemText(t, failure)) })
        }
      >
        {t('data.stop')}
      </Button>
    )
  // What has recorded nothing leaves nothing to take back.
  return job.status !== 'undone' && job.rows_recorded > 0 ? (
    <Button variant="subtle" size="compact-sm" onClick={onUndo}>
      {t('data.undo')}
    </Button>
  ) : null
}
