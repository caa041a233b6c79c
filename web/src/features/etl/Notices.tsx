import { Stack, Text } from '@mantine/core'
import type { EtlNoticeOut } from '@/api/gen/types.gen'
import { i18n, type Translate, useText } from '@/shared/i18n'
import type { JobDetail } from './jobs'

/** In the reader's language where the code is known, else as the service says it. */
function noticeText(t: Translate, { kind, code, field, rows, line, value, message }: EtlNoticeOut) {
  const known = kind === 'rejected' ? `data.rowProblems.${code}` : `data.notices.${code}`
  const why = i18n.exists(known) ? t(known as 'data.rowProblems.negative') : message
  const what = value ? t('data.problemCell', { field, value }) : t('data.problemRow')
  return t(kind === 'rejected' ? 'data.refusedRows' : 'data.toldRows', {
    count: rows,
    line,
    what,
    why,
  })
}

/** What was left out, changed or guessed: how many rows, and an example each. */
export function Notices({ job }: { job: JobDetail }) {
  const { t } = useText()
  const leftOut = Object.entries(job.left_out)
  // What is a warning is told already.
  const warned = new Set<string>(job.warnings.map(({ code }) => code))
  const notices = job.notices.filter(({ code }) => !warned.has(code))
  if (!leftOut.length && !notices.length) return null
  return (
    <Stack gap={4}>
      {leftOut.map(([reason, { rows, line, example }]) => (
        <Text key={reason} size="sm" c="dimmed">
          {t('data.leftOutRows', {
            count: rows,
            line,
            example,
            reason: i18n.exists(`data.leftOut.${reason}`)
              ? t(`data.leftOut.${reason}` as 'data.leftOut.no_goods')
              : reason,
          })}
        </Text>
      ))}
      {notices.map((notice) => (
        <Text key={`${notice.kind}/${notice.code}/${notice.field}`} size="sm" c="dimmed">
          {noticeText(t, notice)}
        </Text>
      ))}
    </Stack>
  )
}
