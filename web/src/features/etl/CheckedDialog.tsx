import { Button, Checkbox, Skeleton, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useText } from '@/shared/i18n'
import { DataTable } from '@/shared/ui/DataTable'
import { Dialog, DialogFooter } from '@/shared/ui/Dialog'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { Changes } from './Changes'
import { Consequences } from './Consequences'
import { type Job, type JobDetail, jobQuery, useCancel, useCommit, useSayBegun } from './jobs'
import { LayoutPart } from './LayoutPart'
import { Notices } from './Notices'

type Props = { job: Job; onClose: () => void }

/** What a dry run found, to compare by eye; then it is imported, or not. */
export function CheckedDialog({ job, onClose }: Props) {
  const { t } = useText()
  const detail = useQuery(jobQuery(job))
  const commit = useCommit()
  const sayBegun = useSayBegun()
  const discard = useCancel()
  const [voidGone, setVoidGone] = useState(false)
  const known = job.status !== 'unmapped'
  const gone = detail.data?.comparison?.gone ?? 0
  return (
    <Dialog opened onClose={onClose} title={t('data.checkedTitle')} size="lg">
      <Stack>
        <Text>
          {known
            ? t('data.checkedCounts', {
                rows: t('data.acceptable', { count: job.rows_accepted }),
                zero: job.rows_zero,
                rejected: job.rows_rejected,
              })
            : t('data.unmappedText')}
        </Text>
        {detail.isError ? (
          <ProblemAlert failure={detail.error} onRetry={() => void detail.refetch()} />
        ) : detail.data ? (
          <>
            {detail.data.layout ? (
              <LayoutPart job={{ ...detail.data, layout: detail.data.layout }} onSent={onClose} />
            ) : null}
            {known ? <Consequences job={detail.data} onSent={onClose} /> : null}
            {known ? <Findings job={detail.data} /> : null}
            {known && gone > 0 ? (
              <Checkbox
                label={t('data.voidGone', { count: gone })}
                description={t('data.voidGoneText')}
                checked={voidGone}
                onChange={(event) => setVoidGone(event.currentTarget.checked)}
              />
            ) : null}
          </>
        ) : (
          <Skeleton height={160} />
        )}
        <DialogFooter
          failure={commit.error ?? discard.error}
          leave={t('common.close')}
          onClose={onClose}
          start={
            <Button
              variant="subtle"
              px="xs"
              me="auto"
              loading={discard.isPending}
              onClick={() => discard.mutate(job.id, { onSuccess: onClose })}
            >
              {t('data.discard')}
            </Button>
          }
        >
          {known ? (
            <Button
              loading={commit.isPending}
              onClick={() =>
                commit.mutate(
                  { id: job.id, gone: voidGone ? 'void' : 'keep' },
                  {
                    onSuccess: ({ data }) => {
                      sayBegun(data, t('data.started'))
                      onClose()
                    },
                  },
                )
              }
            >
              {t('data.send')}
            </Button>
          ) : null}
        </DialogFooter>
      </Stack>
    </Dialog>
  )
}

function Findings({ job }: { job: JobDetail }) {
  const { t, format } = useText()
  const recorded = job.comparison?.months ?? {}
  const months = Object.entries(job.months).map(([month, sums]) => ({
    month,
    ...sums,
    recorded: recorded[month]?.units ?? 0,
  }))
  return (
    <>
      <div style={{ maxHeight: '16rem', overflowY: 'auto' }}>
        <DataTable
          label={t('data.months')}
          rows={months}
          rowKey={(row) => row.month}
          columns={[
            { key: 'month', title: t('data.month'), cell: (row) => format.month(row.month) },
            {
              key: 'rows',
              title: t('data.rowsTitle'),
              end: true,
              cell: (row) => format.integer(row.rows),
            },
            {
              key: 'units',
              title: t('data.units'),
              end: true,
              cell: (row) => format.quantity(row.units),
            },
            {
              key: 'recorded',
              title: t('data.recordedUnits'),
              end: true,
              cell: (row) => format.quantity(row.recorded),
            },
          ]}
          phone={(row) => ({
            title: format.month(row.month),
            value: format.quantity(row.units),
            detail: `${t('data.acceptable', { count: row.rows })} · ${t('data.recordedUnits')} ${format.quantity(row.recorded)}`,
          })}
        />
      </div>
      <Changes job={job} />
      <Notices job={job} />
    </>
  )
}
