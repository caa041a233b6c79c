import { Text, Title } from '@mantine/core'
import { IconDatabaseImport } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { i18n, type Translate, useText } from '@/shared/i18n'
import { countFilters } from '@/shared/search'
import type { Column, PhoneRow } from '@/shared/ui/DataTable'
import { EmptyState } from '@/shared/ui/EmptyState'
import { Filters } from '@/shared/ui/Filters'
import { ListPanel } from '@/shared/ui/ListPanel'
import { lateDialog } from '@/shared/ui/late-dialog'
import { TextLink } from '@/shared/ui/links'
import { Select } from '@/shared/ui/Select'
import { JobActions } from './JobActions'
import { isOver, type Job, jobsQuery } from './jobs'
import { RejectedButton } from './RejectedButton'
import {
  type JobKinds,
  type JobSearch,
  type JobState,
  kinds,
  LIMIT,
  listFilter,
  states,
} from './search'
import { UndoDialog } from './UndoDialog'
import { Warnings } from './Warnings'

const CheckedDialog = lateDialog(() => import('./CheckedDialog').then((part) => part.CheckedDialog))

type Props = { search: JobSearch; onSearch: (change: JobSearch) => void }

/** Imports and how far they are. */
export function Jobs({ search, onSearch }: Props) {
  const { t, format } = useText()
  const jobs = useQuery(jobsQuery(listFilter(search)))
  const filtered = countFilters(search) > 0
  const change = (part: JobSearch) => onSearch({ ...part, page: undefined })
  const kind = (job: Job) => job.path ?? job.file_name ?? t(`data.kinds.${job.kind}`)
  const [jobToUndo, setJobToUndo] = useState<Job | null>(null)
  const [reviewedJob, setReviewedJob] = useState<Job | null>(null)
  const actions = (job: Job) => (
    <JobActions job={job} onLook={() => setReviewedJob(job)} onUndo={() => setJobToUndo(job)} />
  )
  const columns: Column<Job>[] = [
    { key: 'kind', title: t('data.jobs'), cell: kind },
    {
      key: 'when',
      title: t('movements.when'),
      fixed: true,
      cell: (job) => format.instant(job.created_at),
    },
    { key: 'progress', title: t('sales.status'), cell: (job) => <JobProgress job={job} /> },
    { key: 'undo', title: t('data.undo'), hideTitle: true, end: true, cell: actions },
  ]
  const phoneRow = (job: Job): PhoneRow => ({
    title: kind(job),
    value: format.instant(job.created_at),
    detail: <JobProgress job={job} />,
    extra: actions(job),
  })
  return (
    <section aria-labelledby="jobs">
      <Title order={2} id="jobs" fz={18} mb="sm">
        {t('data.jobs')}
      </Title>
      <Filters search={search} onSearch={onSearch}>
        <Select
          label={t('sales.status')}
          placeholder={t('lists.any')}
          clearable
          data={states.map((value) => ({ value, label: t(`data.states.${value}`) }))}
          value={search.state ?? null}
          onChange={(value) => change({ state: (value as JobState) ?? undefined })}
        />
        <Select
          label={t('data.kind')}
          placeholder={t('lists.any')}
          clearable
          data={kinds.map((value) => ({ value, label: t(`data.kindsOf.${value}`) }))}
          value={search.kind ?? null}
          onChange={(value) => change({ kind: (value as JobKinds) ?? undefined })}
        />
      </Filters>
      <ListPanel
        name="imports"
        views
        label={t('data.jobs')}
        list={jobs}
        columns={columns}
        rowKey={(job) => job.id}
        phone={phoneRow}
        pages={{ page: search.page ?? 1, limit: LIMIT, onChange: (page) => onSearch({ page }) }}
        empty={
          <EmptyState
            icon={IconDatabaseImport}
            title={t(filtered ? 'lists.nothing' : 'data.jobsEmpty')}
          />
        }
      />
      {reviewedJob ? (
        <CheckedDialog job={reviewedJob} onClose={() => setReviewedJob(null)} />
      ) : null}
      <UndoDialog job={jobToUndo} onClose={() => setJobToUndo(null)} />
    </section>
  )
}

/** Why it failed, in the reader's language; or what it is waiting for. */
function failureText(t: Translate, { error_code, error }: Job) {
  const known = `errors.${error_code}`
  return error_code && i18n.exists(known) ? t(known as 'errors.conflict') : error
}

/** A row is dealt with once the forecasts know it, or once it is known that they need not. */
const rowsDone = (job: Job) =>
  job.rows_folded + job.rows_duplicate + job.rows_zero + job.rows_returned + job.rows_rejected

/** How far it is, in rows. */
function rowsText(t: Translate, job: Job) {
  if (job.status === 'checked') return t('data.importable', { count: job.rows_accepted })
  return job.rows_total === null
    ? t('data.rowsSoFar', { count: rowsDone(job) })
    : t('data.rows', { done: rowsDone(job), count: job.rows_total })
}

function JobProgress({ job }: { job: Job }) {
  const { t, format } = useText()
  const status = t(`data.status.${job.status}`)
  const rows = rowsText(t, job)
  return (
    <div style={{ minWidth: 'min(13rem, 100%)' }}>
      <Text size="sm">{job.status === 'unmapped' ? status : `${status} · ${rows}`}</Text>
      {isOver(job) || job.rows_total === null ? null : (
        <progress aria-label={rows} value={rowsDone(job)} max={Math.max(job.rows_total, 1)} />
      )}
      {job.status === 'done' && job.data_end ? (
        <Text size="sm" c="dimmed">
          {t('data.dataEnd', { day: format.day(job.data_end) })}
        </Text>
      ) : null}
      {job.status === 'done' ? <Warnings job={job} /> : null}
      {job.status === 'done' && job.rows_recorded > 0 ? (
        <TextLink to="/sales" search={{ import: job.id }} size="sm">
          {t('data.itsSales')}
        </TextLink>
      ) : null}
      {job.rows_rejected > 0 ? (
        <div>
          <RejectedButton job={job} />
        </div>
      ) : null}
      {job.error ? (
        <Text size="sm" c={job.status === 'failed' ? 'var(--mantine-color-error)' : 'dimmed'}>
          {failureText(t, job)}
        </Text>
      ) : null}
    </div>
  )
}
