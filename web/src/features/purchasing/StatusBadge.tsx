import { Badge, Group } from '@mantine/core'
import { daysBetween } from '@/shared/day'
import { useText } from '@/shared/i18n'
import { useToday } from '@/shared/shop/use-shop'
import type { ListedOrder } from './queries'

const colors = {
  draft: 'gray',
  placed: 'blue',
  partially_received: 'blue',
  received: 'pine',
  closed_short: 'gray',
  cancelled: 'gray',
} as const

/** How an order stands, and by how much it is late. */
export function StatusBadge({
  order,
}: {
  order: Pick<ListedOrder, 'status' | 'overdue' | 'expected_on'>
}) {
  const { t } = useText()
  const today = useToday()
  const days = order.expected_on ? daysBetween(order.expected_on, today) : 0
  return (
    <Group gap={6} wrap="nowrap">
      <Badge color={colors[order.status]} variant="light" tt="none">
        {t(`orders.statuses.${order.status}`)}
      </Badge>
      {order.overdue ? (
        <Badge color="red" variant="light" tt="none">
          {days > 0 ? t('orders.lateBy', { count: days }) : t('orders.overdue')}
        </Badge>
      ) : null}
    </Group>
  )
}
