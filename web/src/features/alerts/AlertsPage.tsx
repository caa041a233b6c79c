import { Badge, Button, Group, SegmentedControl, Text } from '@mantine/core'
import { IconBell, IconSettings } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useText } from '@/shared/i18n'
import { useLocations } from '@/shared/locations'
import type { Column, PhoneRow } from '@/shared/ui/DataTable'
import { EmptyState } from '@/shared/ui/EmptyState'
import { ListPanel } from '@/shared/ui/ListPanel'
import { ButtonLink, TextLink } from '@/shared/ui/links'
import { PageHeader } from '@/shared/ui/PageHeader'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { Select } from '@/shared/ui/Select'
import { useUser } from '@/shared/user'
import { type Alert, alertsQuery, useLookAtAlert } from './queries'
import { type AlertSearch, kinds, LIMIT, listFilter, type View, views } from './search'
import { useAlertText } from './use-alert-text'

type Props = { search: AlertSearch; onSearch: (change: AlertSearch) => void }

/** What somebody should look at; done when somebody says so, or its reason has gone. */
export function AlertsPage({ search, onSearch }: Props) {
  const { t } = useText()
  const { mayManage } = useUser()
  const list = useQuery(alertsQuery(listFilter(search)))
  const look = useLookAtAlert()
  const { columns, phoneRow } = useAlertColumns(list.data?.rows ?? [], look.mutate)
  const view = search.view ?? 'open'
  const change = (part: AlertSearch) => onSearch({ ...part, page: undefined })
  return (
    <>
      <TextLink to="/forecast" size="sm" display="inline-block" mb="xs">
        {t('reorder.title')}
      </TextLink>
      <PageHeader
        title={t('alerts.title')}
        subtitle={
          list.data && view === 'open' ? t('alerts.count', { count: list.data.total }) : ' '
        }
      >
        {mayManage ? (
          <ButtonLink
            to="/settings/alerts"
            variant="default"
            leftSection={<IconSettings size={18} aria-hidden />}
          >
            {t('alerts.settings')}
          </ButtonLink>
        ) : null}
      </PageHeader>
      <Group mb="md" gap="sm" align="flex-end">
        <SegmentedControl
          aria-label={t('reorder.show')}
          value={view}
          onChange={(value) => change({ view: value as View })}
          data={views.map((value) => ({ value, label: t(`alerts.views.${value}`) }))}
        />
        <Select
          label={t('alerts.kind')}
          clearable
          placeholder={t('alerts.anyKind')}
          value={search.kind ?? null}
          data={kinds.map((value) => ({ value, label: t(`alerts.kinds.${value}`) }))}
          onChange={(kind) => change({ kind: kind ?? undefined })}
        />
      </Group>
      <ProblemAlert failure={look.error} />
      <ListPanel
        name="alerts"
        views
        label={t('alerts.title')}
        list={list}
        columns={columns}
        rowKey={({ id }) => id}
        phone={phoneRow}
        pages={{ page: search.page ?? 1, limit: LIMIT, onChange: (page) => onSearch({ page }) }}
        empty={<EmptyState icon={IconBell} title={t('alerts.empty')} />}
      />
    </>
  )
}

type Look = (act: { id: number; state: 'seen' | 'done' }) => void

function useAlertColumns(rows: readonly Alert[], look: Look) {
  const { t, format } = useText()
  const { maySell } = useUser()
  const { several, nameOf } = useLocations()
  const text = useAlertText(rows)
  const kind = (alert: Alert) => t(`alerts.kinds.${alert.kind}`)
  const sentence = (alert: Alert) => {
    const order = alert.kind === 'late_delivery' ? alert.reference?.split('/')[1] : undefined
    const said = text(alert)
    if (order) {
      return (
        <TextLink to="/orders/$orderId" params={{ orderId: order }}>
          {said}
        </TextLink>
      )
    }
    if (alert.product_id === null) return said
    return (
      <TextLink to="/products/$productId" params={{ productId: String(alert.product_id) }}>
        {said}
      </TextLink>
    )
  }
  const about = (alert: Alert) =>
    [kind(alert), several && alert.location_id ? nameOf(alert.location_id) : null]
      .filter(Boolean)
      .join(' · ')
  const since = (alert: Alert) => format.lately(alert.raised_at)
  const actions = (alert: Alert) =>
    alert.state === 'done' || !maySell ? null : (
      <Group gap={4} wrap="nowrap" justify="flex-end">
        {alert.state === 'new' ? (
          <Button
            size="compact-sm"
            variant="subtle"
            aria-label={`${t('alerts.seen')}: ${text(alert)}`}
            onClick={() => look({ id: alert.id, state: 'seen' })}
          >
            {t('alerts.seen')}
          </Button>
        ) : null}
        <Button
          size="compact-sm"
          variant="default"
          aria-label={`${t('alerts.done')}: ${text(alert)}`}
          onClick={() => look({ id: alert.id, state: 'done' })}
        >
          {t('alerts.done')}
        </Button>
      </Group>
    )
  const state = ({ state: now }: Alert) =>
    now === 'new' ? (
      <Badge color="pine" variant="light" tt="none">
        {t('alerts.states.new')}
      </Badge>
    ) : (
      t(`alerts.states.${now}`)
    )
  const columns: Column<Alert>[] = [
    {
      key: 'what',
      title: t('alerts.what'),
      cell: (alert) => (
        <>
          {sentence(alert)}
          <Text size="xs" c="dimmed">
            {about(alert)}
          </Text>
        </>
      ),
    },
    { key: 'since', title: t('alerts.since'), fixed: true, cell: since },
    { key: 'state', title: t('alerts.state'), fixed: true, cell: state },
    { key: 'actions', title: t('common.actions'), hideTitle: true, end: true, cell: actions },
  ]
  const phoneRow = (alert: Alert): PhoneRow => ({
    title: sentence(alert),
    value: state(alert),
    detail: `${about(alert)} · ${since(alert)}`,
    extra: actions(alert),
  })
  return { columns, phoneRow }
}
