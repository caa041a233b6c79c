import { IconHistory } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { authExportAudit } from '@/api/gen/sdk.gen'
import { useText } from '@/shared/i18n'
import { peopleQuery, usePersonName } from '@/shared/people'
import { useRange } from '@/shared/periods'
import type { Column, PhoneRow } from '@/shared/ui/DataTable'
import { DayRange } from '@/shared/ui/DayRange'
import { DownloadButton } from '@/shared/ui/DownloadButton'
import { EmptyState } from '@/shared/ui/EmptyState'
import { Filters } from '@/shared/ui/Filters'
import { ListPanel } from '@/shared/ui/ListPanel'
import { PageHeader } from '@/shared/ui/PageHeader'
import { SearchSelect } from '@/shared/ui/SearchSelect'
import { SettingsTabs } from '@/shared/ui/SettingsTabs'
import { useUser } from '@/shared/user'
import { ActChanges } from './ActChanges'
import { fromWhere } from './from-where'
import { type Act, auditQuery } from './queries'
import { SubjectLink } from './SubjectLink'
import { type AuditSearch, actsFilter, auditFilter, LIMIT } from './search'
import { useActions } from './use-actions'
import { useWords } from './use-words'

type Props = { search: AuditSearch; onSearch: (change: AuditSearch) => void }

/** Who did what, in every service: for administrators. */
export function AuditPage({ search, onSearch }: Props) {
  const { t, format } = useText()
  const { mayAdminister } = useUser()
  const { known } = useActions()
  const nameOf = usePersonName()
  const people = useQuery({ ...peopleQuery, enabled: mayAdminister })
  const range = useRange(search)
  const list = useQuery({ ...auditQuery(auditFilter(search, range)), enabled: mayAdminister })
  const { columns, phoneRow } = useActColumns(list.data?.rows ?? [])
  const { actor, action, subject, page } = search
  const change = (part: AuditSearch) => onSearch({ ...part, page: undefined })
  return (
    <>
      <PageHeader title={t('audit.title')} subtitle={t('audit.subtitle')}>
        {mayAdminister ? (
          <DownloadButton
            label={t('audit.export')}
            name="audit.csv"
            fetchFile={() =>
              authExportAudit({
                query: { ...actsFilter(search, range), spreadsheet: format.spreadsheet() },
                parseAs: 'blob',
              })
            }
          />
        ) : null}
      </PageHeader>
      <SettingsTabs />
      <Filters
        search={{ actor, action, subject, from: search.from, to: search.to, days: search.days }}
        onSearch={change}
      >
        <SearchSelect
          label={t('audit.who')}
          clearable
          placeholder={t('audit.anyone')}
          value={actor ? String(actor) : null}
          data={(people.data ?? []).map(({ id }) => ({ value: String(id), label: nameOf(id) }))}
          onChange={(id) => change({ actor: id ? Number(id) : undefined })}
        />
        <SearchSelect
          label={t('audit.what')}
          clearable
          placeholder={t('audit.anything')}
          value={action ?? null}
          data={known}
          onChange={(value) => change({ action: value ?? undefined })}
        />
        <DayRange search={search} onChange={change} />
      </Filters>
      <ListPanel
        name="audit"
        views
        label={t('audit.title')}
        list={list}
        columns={columns}
        rowKey={({ service, n }) => `${service} ${n}`}
        phone={phoneRow}
        pages={{ page: page ?? 1, limit: LIMIT, onChange: (next) => onSearch({ page: next }) }}
        empty={<EmptyState icon={IconHistory} title={t('audit.empty')} />}
      />
    </>
  )
}

function useActColumns(acts: readonly Act[]) {
  const { t, format } = useText()
  const { textOf } = useActions()
  const { words, names } = useWords(acts)
  const user = usePersonName()
  // Nobody is signed in who comes in or tries to; elsewhere it is a service by itself.
  const who = ({ actor, actor_name, service }: Act) =>
    actor === 0
      ? t(service === 'auth_svc' ? 'audit.nobody' : 'audit.system')
      : // Of whom was erased a number is left.
        actor_name === null || actor_name === `#${actor}`
        ? t('common.person', { id: actor })
        : actor_name
  const what = ({ action }: Act) => textOf(action)
  const subject = ({ subject: of }: Act) => <SubjectLink subject={of} names={{ ...names, user }} />
  const changes = (act: Act) => <ActChanges act={act} words={words} />
  const columns: Column<Act>[] = [
    { key: 'when', title: t('audit.when'), fixed: true, cell: ({ ts }) => format.instant(ts) },
    { key: 'who', title: t('audit.who'), cell: who },
    { key: 'where', title: t('audit.where'), fixed: true, cell: fromWhere },
    { key: 'what', title: t('audit.what'), cell: what },
    { key: 'subject', title: t('audit.subject'), cell: subject },
    { key: 'changes', title: t('audit.changes'), cell: changes },
  ]
  const phoneRow = (act: Act): PhoneRow => ({
    title: what(act),
    value: subject(act),
    detail: [who(act), fromWhere(act)].filter(Boolean).join(' · '),
    extra: format.lately(act.ts),
    below: changes(act),
  })
  return { columns, phoneRow }
}
