import { Alert, Button, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { i18n, useText } from '@/shared/i18n'
import type { JobDetail } from './jobs'
import { LayoutForm } from './LayoutForm'
import { encodingName } from './layout'
import { OpenQuestions } from './OpenQuestions'

type Props = {
  job: JobDetail & { layout: NonNullable<JobDetail['layout']> }
  onSent: () => void
}

/** How the file was read, said in a sentence; open to be put right. */
export function LayoutPart({ job, onSent }: Props) {
  const { t } = useText()
  const [open, setOpen] = useState(job.status === 'unmapped')
  return (
    <Stack gap="xs">
      <OpenQuestions job={job} onSent={onSent} />
      <LayoutFindings layout={job.layout} />
      {job.params.shift_dates === true && job.last_day ? (
        <Alert color="yellow" variant="light">
          {t('data.shiftWarning')}
        </Alert>
      ) : null}
      {open ? (
        <LayoutForm job={job} onSent={onSent} />
      ) : (
        <>
          <Summary job={job} />
          <Button variant="subtle" size="compact-sm" w="fit-content" onClick={() => setOpen(true)}>
            {t('data.readOtherwise')}
          </Button>
        </>
      )}
    </Stack>
  )
}

/** What was found, guessed or left out: in the reader's language where the code is known. */
function LayoutFindings({ layout }: { layout: Props['job']['layout'] }) {
  const { t } = useText()
  return layout.findings.map((finding) => {
    const known = `data.findings.${finding.code}`
    return (
      <Alert key={finding.code} color="yellow" variant="light">
        {i18n.exists(known)
          ? t(known as 'data.findings.no_header', {
              example: finding.example,
              value: finding.value,
            })
          : finding.message}
      </Alert>
    )
  })
}

function Summary({ job }: Pick<Props, 'job'>) {
  const { t, format } = useText()
  const { layout } = job
  const parts = [
    t(`data.known.${layout.known}`, { preset: layout.preset ?? '' }),
    ...(layout.skipped > 0 ? [t('data.skipped', { count: layout.skipped })] : []),
    t('data.delimiterIs', { mark: layout.delimiter === '\t' ? t('data.tab') : layout.delimiter }),
    t(layout.decimal === ',' ? 'data.decimalComma' : 'data.decimalPoint'),
    encodingName(layout.written),
    t(`data.dateOrders.${layout.dates}`),
    ...(layout.currency ? [layout.currency] : []),
    ...(Object.keys(layout.evidence).length > 0 ? [t('data.guessedFormats')] : []),
  ]
  return (
    <>
      <Text size="sm" c="dimmed">
        {parts.join(' · ')}
      </Text>
      {job.first_day && job.last_day ? (
        <Text size="sm">
          {t('data.span', { first: format.day(job.first_day), last: format.day(job.last_day) })}
        </Text>
      ) : null}
    </>
  )
}
