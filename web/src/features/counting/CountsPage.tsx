import { Badge, Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconChecklist, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useText } from '@/shared/i18n'
import { useLocations } from '@/shared/locations'
import { usePersonName } from '@/shared/people'
import { countFilters } from '@/shared/search'
import type { Column, PhoneRow } from '@/shared/ui/DataTable'
import { EmptyState } from '@/shared/ui/EmptyState'
import { Filters } from '@/shared/ui/Filters'
import { ListPanel } from '@/shared/ui/ListPanel'
import { LocationFilter } from '@/shared/ui/LocationFilter'
import { lateDialog } from '@/shared/ui/late-dialog'
import { TextLink } from '@/shared/ui/links'
import { PageHeader } from '@/shared/ui/PageHeader'
import { Select } from '@/shared/ui/Select'
import { useUser } from '@/shared/user'
import { type Count, countsQuery } from './queries'
import { type CountSearch, type CountStatus, LIMIT, listFilter, statuses } from './search'

const NewCountDialog = lateDialog(() =>
  import('./NewCountDialog').then((part) => part.NewCountDialog),
)

type Props = {
  search: CountSearch
  onSearch: (change: CountSearch) => void
  onStarted: (count: Count) => void
}

/** Counts of what is there, the newest first. */
export function CountsPage({ search, onSearch, onStarted }: Props) {
  const { t } = useText()
  const { mayManage } = useUser()
  const [starting, start] = useDisclosure(false)
  const list = useQuery(countsQuery(listFilter(search)))
  const filtered = countFilters(search) > 0
  const { columns, phoneRow } = useCountColumns()
  const button = (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={start.open}>
      {t('counts.new')}
    </Button>
  )
  return (
    <>
      <PageHeader title={t('counts.title')} subtitle={t('counts.subtitle')}>
        {mayManage ? button : null}
      </PageHeader>
      <Filters search={search} onSearch={onSearch}>
        <Select
          label={t('sales.status')}
          placeholder={t('lists.any')}
          clearable
          data={statuses.map((value) => ({ value, label: t(`counts.statuses.${value}`) }))}
          value={search.status ?? null}
          onChange={(value) =>
            onSearch({ status: (value as CountStatus) ?? undefined, page: undefined })
          }
        />
        <LocationFilter
          location={search.location}
          onChange={(location) => onSearch({ location, page: undefined })}
        />
      </Filters>
      <ListPanel
        name="counts"
        views
        label={t('counts.title')}
        list={list}
        columns={columns}
        rowKey={({ id }) => id}
        phone={phoneRow}
        pages={{ page: search.page ?? 1, limit: LIMIT, onChange: (page) => onSearch({ page }) }}
        empty={
          <EmptyState
            icon={IconChecklist}
            title={t(filtered ? 'lists.nothing' : 'counts.empty')}
            {...(filtered ? {} : { text: t('counts.emptyText') })}
          >
            {mayManage && !filtered ? button : null}
          </EmptyState>
        }
      />
      {starting ? <NewCountDialog onClose={start.close} onStarted={onStarted} /> : null}
    </>
  )
}

export function CountBadge({ count }: { count: Pick<Count, 'status'> }) {
  const { t } = useText()
  return (
    <Badge color={count.status === 'open' ? 'blue' : 'gray'} variant="light" tt="none">
      {t(`counts.statuses.${count.status}`)}
    </Badge>
  )
}

function useCountColumns() {
  const { t, format } = useText()
  const { several, nameOf } = useLocations()
  const personName = usePersonName()
  const link = (count: Count) => (
    <TextLink to="/counts/$countId" params={{ countId: String(count.id) }} fw={600}>
      {t('counts.one', { id: count.id })}
    </TextLink>
  )
  const progress = ({ counted, lines }: Count) => t('counts.progress', { counted, lines })
  const place = ({ location_id }: Count) => nameOf(location_id)
  const columns: Column<Count>[] = [
    { key: 'count', title: t('counts.count'), fixed: true, cell: link },
    {
      key: 'when',
      title: t('counts.started'),
      fixed: true,
      cell: (count) => format.instant(count.created_at),
    },
    { key: 'who', title: t('movements.who'), cell: (count) => personName(count.created_by) },
    ...(several ? [{ key: 'place', title: t('common.location'), cell: place }] : []),
    { key: 'status', title: t('orders.status'), cell: (count) => <CountBadge count={count} /> },
    { key: 'progress', title: t('counts.counted'), end: true, cell: progress },
  ]
  const phoneRow = (count: Count): PhoneRow => ({
    title: link(count),
    value: progress(count),
    detail: [format.lately(count.created_at), several ? place(count) : null]
      .filter(Boolean)
      .join(' · '),
    extra: <CountBadge count={count} />,
  })
  return { columns, phoneRow }
}
