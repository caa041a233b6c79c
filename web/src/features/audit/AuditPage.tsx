import { Button, Group, List, Select } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { authExportAudit } from '@/api/gen/sdk.gen'
import { useText } from '@/shared/i18n'
import { peopleQuery } from '@/shared/people'
import { plainText } from '@/shared/plain-text'
import type { Column, PhoneRow } from '@/shared/ui/DataTable'
import { DayRange } from '@/shared/ui/DayRange'
import { DownloadButton } from '@/shared/ui/DownloadButton'
import { EmptyState } from '@/shared/ui/EmptyState'
import { ListPanel } from '@/shared/ui/ListPanel'
import { PageHeader } from '@/shared/ui/PageHeader'
import { SettingsTabs } from '@/shared/ui/SettingsTabs'
import { useUser } from '@/shared/user'
import { type Act, auditQuery } from './queries'
import { SubjectLink } from './SubjectLink'
import { type AuditSearch, auditFilter, LIMIT } from './search'
import { useActions } from './use-actions'

type Props = { search: AuditSearch; onSearch: (change: AuditSearch) => void }

/** Who did what, in every service: for administrators. */
export function AuditPage({ search, onSearch }: Props) {
  const { t } = useText()
  const { mayAdminister } = useUser()
  const { known } = useActions()
  const people = useQuery({ ...peopleQuery, enabled: mayAdminister })
  const list = useQuery({ ...auditQuery(auditFilter(search)), enabled: mayAdminister })
  const { columns, phoneRow } = useActColumns()
  const { actor, action, subject, from, to, page } = search
  const change = (part: AuditSearch) => onSearch({ ...part, page: undefined })
  return (
    <>
      <PageHeader title={t('audit.title')} subtitle={t('audit.subtitle')}>
        {mayAdminister ? (
          <DownloadButton
            label={t('audit.export')}
            name="audit.csv"
            fetchFile={() => authExportAudit({ query: auditFilter(search), parseAs: 'blob' })}
          />
        ) : null}
      </PageHeader>
      <SettingsTabs />
      <Group mb="md" gap="sm" align="flex-end">
        <Select
          label={t('audit.who')}
          clearable
          searchable
          placeholder={t('audit.anyone')}
          value={actor ? String(actor) : null}
          data={(people.data ?? []).map(({ id, name }) => ({ value: String(id), label: name }))}
          onChange={(id) => change({ actor: id ? Number(id) : undefined })}
        />
        <Select
          label={t('audit.what')}
          clearable
          searchable
          placeholder={t('audit.anything')}
          value={action ?? null}
          data={known}
          onChange={(value) => change({ action: value ?? undefined })}
        />
        <DayRange from={from} to={to} onChange={change} />
        {actor || action || subject || from || to ? (
          <Button
            variant="subtle"
            onClick={() =>
              change({
                actor: undefined,
                action: undefined,
                subject: undefined,
                from: undefined,
                to: undefined,
              })
            }
          >
            {t('common.clear')}
          </Button>
        ) : null}
      </Group>
      <ListPanel
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

function useActColumns() {
  const { t, format } = useText()
  const { textOf } = useActions()
  const who = ({ actor, actor_name }: Act) =>
    actor === 0 ? t('audit.nobody') : (actor_name ?? t('common.person', { id: actor }))
  const what = ({ action }: Act) => textOf(action)
  const subject = ({ subject: of }: Act) => <SubjectLink subject={of} />
  const changes = ({ changes: all }: Act) => {
    const said = Object.entries(all)
    return said.length === 0 ? null : (
      <List size="sm" listStyleType="none">
        {said.map(([field, change]) => (
          <List.Item key={field} style={{ overflowWrap: 'anywhere' }}>
            {isDifference(change)
              ? t('audit.change', {
                  field,
                  from: plainText(change.from),
                  to: plainText(change.to),
                })
              : t('audit.set', { field, value: plainText(change) })}
          </List.Item>
        ))}
      </List>
    )
  }
  const columns: Column<Act>[] = [
    { key: 'when', title: t('audit.when'), fixed: true, cell: ({ ts }) => format.instant(ts) },
    { key: 'who', title: t('audit.who'), cell: who },
    { key: 'what', title: t('audit.what'), cell: what },
    { key: 'subject', title: t('audit.subject'), fixed: true, cell: subject },
    { key: 'changes', title: t('audit.changes'), cell: changes },
  ]
  const phoneRow = (act: Act): PhoneRow => ({
    title: what(act),
    value: subject(act),
    detail: who(act),
    extra: format.lately(act.ts),
  })
  return { columns, phoneRow }
}

const isDifference = (change: unknown): change is { from: unknown; to: unknown } =>
  typeof change === 'object' && change !== null && 'from' in change && 'to' in change
