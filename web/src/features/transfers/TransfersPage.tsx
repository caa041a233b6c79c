import { Badge } from '@mantine/core'
import { IconArrowsLeftRight, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useText } from '@/shared/i18n'
import { useLocations } from '@/shared/locations'
import { ProductFilter } from '@/shared/product-picker/ProductFilter'
import { countFilters } from '@/shared/search'
import type { Column, PhoneRow } from '@/shared/ui/DataTable'
import { EmptyState } from '@/shared/ui/EmptyState'
import { Filters } from '@/shared/ui/Filters'
import { ListPanel } from '@/shared/ui/ListPanel'
import { LocationFilter } from '@/shared/ui/LocationFilter'
import { ButtonLink, TextLink } from '@/shared/ui/links'
import { PageHeader } from '@/shared/ui/PageHeader'
import { Select } from '@/shared/ui/Select'
import { useUser } from '@/shared/user'
import { type ListedTransfer, transfersQuery } from './queries'
import { LIMIT, listFilter, statuses, type TransferSearch, type TransferStatus } from './search'

type Props = { search: TransferSearch; onSearch: (change: TransferSearch) => void }

/** Goods that go from one location to another. */
export function TransfersPage({ search, onSearch }: Props) {
  const { t } = useText()
  const { mayManage } = useUser()
  const list = useQuery(transfersQuery(listFilter(search)))
  const filtered = countFilters(search) > 0
  const change = (part: TransferSearch) => onSearch({ ...part, page: undefined })
  const { columns, phoneRow } = useTransferColumns()
  const create = (
    <ButtonLink to="/transfers/new" leftSection={<IconPlus size={18} aria-hidden />}>
      {t('transfers.new')}
    </ButtonLink>
  )
  return (
    <>
      <TextLink to="/stock" size="sm" display="inline-block" mb="xs">
        {t('stock.title')}
      </TextLink>
      <PageHeader title={t('transfers.title')} subtitle={t('transfers.subtitle')}>
        {mayManage ? create : null}
      </PageHeader>
      <Filters search={search} onSearch={onSearch}>
        <ProductFilter product={search.product} onChange={(product) => change({ product })} />
        <Select
          label={t('sales.status')}
          placeholder={t('lists.any')}
          clearable
          data={statuses.map((value) => ({ value, label: t(`transfers.statuses.${value}`) }))}
          value={search.status ?? null}
          onChange={(value) => change({ status: (value as TransferStatus) ?? undefined })}
        />
        <LocationFilter location={search.location} onChange={(location) => change({ location })} />
      </Filters>
      <ListPanel
        name="transfers"
        views
        label={t('transfers.title')}
        list={list}
        columns={columns}
        rowKey={({ id }) => id}
        phone={phoneRow}
        pages={{ page: search.page ?? 1, limit: LIMIT, onChange: (page) => onSearch({ page }) }}
        empty={
          <EmptyState
            icon={IconArrowsLeftRight}
            title={t(filtered ? 'lists.nothing' : 'transfers.empty')}
          >
            {mayManage && !filtered ? create : null}
          </EmptyState>
        }
      />
    </>
  )
}

const colors = {
  draft: 'gray',
  in_transit: 'blue',
  partially_received: 'blue',
  received: 'pine',
  cancelled: 'gray',
} as const

export function TransferBadge({ status }: { status: ListedTransfer['status'] }) {
  const { t } = useText()
  return (
    <Badge color={colors[status]} variant="light" tt="none">
      {t(`transfers.statuses.${status}`)}
    </Badge>
  )
}

function useTransferColumns() {
  const { t, format } = useText()
  const { nameOf } = useLocations()
  const link = (transfer: ListedTransfer) => (
    <TextLink to="/transfers/$transferId" params={{ transferId: String(transfer.id) }} fw={600}>
      {t('transfers.one', { id: transfer.id })}
    </TextLink>
  )
  const way = (transfer: ListedTransfer) =>
    t('transfers.way', {
      from: nameOf(transfer.from_location_id),
      to: nameOf(transfer.to_location_id),
    })
  const expected = ({ expected_on: day }: ListedTransfer) => (day ? format.weekday(day) : '–')
  const columns: Column<ListedTransfer>[] = [
    { key: 'transfer', title: t('transfers.transfer'), fixed: true, cell: link },
    { key: 'way', title: t('transfers.wayTitle'), cell: way },
    {
      key: 'status',
      title: t('orders.status'),
      cell: ({ status }) => <TransferBadge status={status} />,
    },
    { key: 'expected', title: t('transfers.expected'), fixed: true, cell: expected },
    {
      key: 'lines',
      title: t('orders.lines'),
      end: true,
      cell: ({ line_count }) => format.integer(line_count),
    },
  ]
  const phoneRow = (transfer: ListedTransfer): PhoneRow => ({
    title: link(transfer),
    value: <TransferBadge status={transfer.status} />,
    detail: way(transfer),
    extra: expected(transfer),
  })
  return { columns, phoneRow }
}
