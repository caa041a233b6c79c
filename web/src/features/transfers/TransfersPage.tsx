import { Badge } from '@mantine/core'
import { IconArrowsLeftRight, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useText } from '@/shared/i18n'
import { useLocations } from '@/shared/locations'
import type { Column, PhoneRow } from '@/shared/ui/DataTable'
import { EmptyState } from '@/shared/ui/EmptyState'
import { ListPanel } from '@/shared/ui/ListPanel'
import { ButtonLink, TextLink } from '@/shared/ui/links'
import { PageHeader } from '@/shared/ui/PageHeader'
import { useUser } from '@/shared/user'
import { LIMIT, type ListedTransfer, transfersQuery } from './queries'

type Props = { page: number; onPage: (page: number) => void }

/** Goods that go from one location to another. */
export function TransfersPage({ page, onPage }: Props) {
  const { t } = useText()
  const { mayManage } = useUser()
  const list = useQuery(transfersQuery({ page, limit: LIMIT }))
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
      <ListPanel
        name="transfers"
        label={t('transfers.title')}
        list={list}
        columns={columns}
        rowKey={({ id }) => id}
        phone={phoneRow}
        pages={{ page, limit: LIMIT, onChange: onPage }}
        empty={
          <EmptyState icon={IconArrowsLeftRight} title={t('transfers.empty')}>
            {mayManage ? create : null}
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
    <Badge color={colors[status]} variant="light" tt="none" style={{ overflow: 'visible' }}>
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
