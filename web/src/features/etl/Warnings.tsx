import { Alert } from '@mantine/core'
import { i18n, useText } from '@/shared/i18n'
import type { Job } from './jobs'

/** Of whichever warning: its sentence takes those that it names. */
type Known = { known: number; rows: number }

/** What somebody should know of an import, though nothing went wrong. */
export function Warnings({ job }: { job: Pick<Job, 'warnings'> }) {
  const { t } = useText()
  return job.warnings.map(({ code, message, params }) => (
    <Alert key={code} color="yellow" variant="light" py="xs">
      {i18n.exists(`data.warnings.${code}`)
        ? t(`data.warnings.${code}` as 'data.warnings.mostly_known', params as Known)
        : message}
    </Alert>
  ))
}
