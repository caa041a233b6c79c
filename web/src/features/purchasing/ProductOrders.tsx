import { Badge, Stack, Title } from '@mantine/core'
import { IconClipboardList, IconTruckDelivery } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useId, useState } from 'react'
import { useText } from '@/shared/i18n'
import { useLocations } from '@/shared/locations'
import type { Product } from '@/shared/products'
import { Movements } from '@/shared/stock/Movements'
import { type Incoming, incomingQuery } from '@/shared/stock/queries'
import { SourceLink } from '@/shared/stock/SourceLink'
import type { Column, PhoneRow } from '@/shared/ui/DataTable'
import { EmptyState } from '@/shared/ui/EmptyState'
import { ListPanel } from '@/shared/ui/ListPanel'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { useUser } from '@/shared/user'
import { ordersQuery } from './queries'
import { useOrderColumns } from './use-order-columns'

/** What is coming of a product, the orders that it is in, and what came in of it. */
export function ProductOrders({ product }: { product: Product }) {
  const { t } = useText()
  const { mayManage } = useUser()
  return (
    <Stack gap="lg">
      <Titled title={t('orders.coming')}>
        <Coming product={product} />
      </Titled>
      {mayManage ? (
        <Titled title={t('orders.title')}>
          <Orders product={product} />
        </Titled>
      ) : null}
      <Titled title={t('receipts.title')}>
        <LastReceipts product={product} />
      </Titled>
    </Stack>
  )
}

function Titled({ title, children }: { title: string; children: ReactNode }) {
  const id = useId()
  return (
    <section aria-labelledby={id}>
      <Title order={2} id={id} fz={18} mb="sm">
        {title}
      </Title>
      {children}
    </section>
  )
}

function Coming({ product: { id, unit } }: { product: Product }) {
  const { t, format } = useText()
  const { several, nameOf } = useLocations()
  const found = useQuery(incomingQuery(id))
  if (found.isError) {
    return <ProblemAlert failure={found.error} onRetry={() => void found.refetch()} />
  }
  const rows = found.data
  const source = ({ source: document }: Incoming) => (
    <SourceLink movement={{ source: document, product_id: id }} />
  )
  const quantity = (row: Incoming) => format.quantity(row.quantity, unit)
  const place = (row: Incoming) => nameOf(row.location_id)
  const day = ({ expected_on: on }: Incoming) => (on ? format.weekday(on) : t('orders.noDay'))
  const late = (row: Incoming) =>
    row.late ? (
      <Badge color="red" variant="light" tt="none">
        {t('orders.overdue')}
      </Badge>
    ) : null
  const columns: Column<Incoming>[] = [
    { key: 'source', title: t('movements.source'), cell: source },
    ...(several ? [{ key: 'place', title: t('common.location'), cell: place }] : []),
    { key: 'expected', title: t('orders.expected'), fixed: true, cell: day },
    { key: 'late', title: t('orders.status'), hideTitle: true, cell: late },
    { key: 'quantity', title: t('orders.open'), end: true, cell: quantity },
  ]
  const phone = (row: Incoming): PhoneRow => ({
    title: source(row),
    value: quantity(row),
    detail: [day(row), several ? place(row) : null].filter(Boolean).join(' · '),
    extra: late(row),
  })
  return (
    <ListPanel
      name="coming"
      label={t('orders.coming')}
      list={{ ...found, data: rows && { rows, total: rows.length } }}
      columns={columns}
      rowKey={(row) => `${row.source} ${row.expected_on}`}
      phone={phone}
      empty={<EmptyState icon={IconTruckDelivery} title={t('orders.nothingComing')} />}
    />
  )
}

const LIMIT = 10

function Orders({ product }: { product: Product }) {
  const { t } = useText()
  const [page, setPage] = useState(1)
  const list = useQuery(ordersQuery({ product_id: product.id, page, limit: LIMIT }))
  const { columns, phoneRow } = useOrderColumns()
  return (
    <ListPanel
      name="product-orders"
      label={t('orders.title')}
      list={list}
      columns={columns}
      rowKey={({ id }) => id}
      phone={phoneRow}
      pages={{ page, limit: LIMIT, onChange: setPage }}
      empty={<EmptyState icon={IconClipboardList} title={t('orders.neverOrdered')} />}
    />
  )
}

function LastReceipts({ product }: { product: Product }) {
  const { t } = useText()
  const [page, setPage] = useState(1)
  return (
    <Movements
      label={t('receipts.title')}
      filter={{ product_id: product.id, reason: 'receipt' }}
      page={page}
      onPage={setPage}
      empty={t('receipts.empty')}
    />
  )
}
