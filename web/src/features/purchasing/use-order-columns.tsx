import { useText } from '@/shared/i18n'
import { useLocations } from '@/shared/locations'
import type { Column, PhoneRow } from '@/shared/ui/DataTable'
import { TextLink } from '@/shared/ui/links'
import type { ListedOrder } from './queries'
import { StatusBadge } from './StatusBadge'

/** Orders as their lists show them. */
export function useOrderColumns() {
  const { t, format } = useText()
  const { several, nameOf } = useLocations()
  const link = (order: ListedOrder) => (
    <TextLink to="/orders/$orderId" params={{ orderId: String(order.id) }} fw={600}>
      {t('orders.order', { id: order.id })}
    </TextLink>
  )
  const expected = ({ expected_on: day }: ListedOrder) => (day ? format.weekday(day) : '–')
  const total = (order: ListedOrder) => format.money(order.total, order.currency)
  const place = (order: ListedOrder) => nameOf(order.location_id)
  const columns: Column<ListedOrder>[] = [
    { key: 'order', title: t('orders.number'), fixed: true, cell: link },
    { key: 'supplier', title: t('common.supplier'), cell: (order) => order.supplier_name },
    ...(several ? [{ key: 'place', title: t('common.location'), cell: place }] : []),
    { key: 'status', title: t('orders.status'), cell: (order) => <StatusBadge order={order} /> },
    { key: 'expected', title: t('orders.expected'), fixed: true, cell: expected },
    {
      key: 'lines',
      title: t('orders.lines'),
      end: true,
      cell: (order) => format.integer(order.line_count),
    },
    { key: 'total', title: t('orders.total'), end: true, cell: total },
  ]
  const phoneRow = (order: ListedOrder): PhoneRow => ({
    title: (
      <>
        {link(order)} · {order.supplier_name}
      </>
    ),
    value: total(order),
    detail: order.expected_on ? t('orders.expectedOn', { day: expected(order) }) : '',
    extra: <StatusBadge order={order} />,
  })
  return { columns, phoneRow }
}
