import { Badge, Group } from '@mantine/core'
import { useText } from '@/shared/i18n'
import type { ListedOrder } from './queries'

const colors = {
  draft: 'gray',
  placed: 'blue',
  partially_received: 'blue',
  received: 'pine',
  closed_short: 'gray',
  cancelled: 'gray',
} as const

/** How an order stands, and whether it is late. */
export function StatusBadge({ order }: { order: Pick<ListedOrder, 'status' | 'overdue'> }) {
  const { t } = useText()
  return (
    <Group gap={6} wrap="nowrap">
      <Badge color={colors[order.status]} variant="light" tt="none" style={{ overflow: 'visible' }}>
        {t(`orders.statuses.${order.status}`)}
      </Badge>
      {order.overdue ? (
        <Badge color="red" variant="light" tt="none" style={{ overflow: 'visible' }}>
          {t('orders.overdue')}
        </Badge>
      ) : null}
    </Group>
  )
}
