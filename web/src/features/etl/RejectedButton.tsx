import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { etlGetRejected } from '@/api/gen/sdk.gen'
import { useText } from '@/shared/i18n'
import { problemText } from '@/shared/problem'
import { saveFile } from '@/shared/save-file'
import { notifyError } from '@/shared/ui/toast'
import type { Job } from './jobs'

/** How many rows were refused, and those rows as a file that says why. */
export function RejectedButton({ job }: { job: Job }) {
  const { t } = useText()
  const download = useMutation({
    mutationFn: async () => {
      const { data } = await etlGetRejected({ path: { job_id: job.id }, parseAs: 'blob' })
      saveFile(data as unknown as Blob, `import-${job.id}-rejected.csv`)
    },
    onError: (failure) => notifyError(problemText(t, failure)),
  })
  return (
    <Button
      variant="subtle"
      size="compact-sm"
      c="var(--mantine-color-error)"
      ml="-0.5rem"
      leftSection={<IconDownload size={16} aria-hidden />}
      loading={download.isPending}
      onClick={() => download.mutate()}
    >
      {t('data.rejected', { count: job.rows_rejected })}
    </Button>
  )
}
