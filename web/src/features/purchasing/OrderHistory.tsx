import { Group, List, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useText } from '@/shared/i18n'
import { usePersonName } from '@/shared/people'
import { TextLink } from '@/shared/ui/links'
import { useUser } from '@/shared/user'
import { isOpen, type Order, receiptsQuery } from './queries'

/** Who did what to an order, the oldest first. Each change of a line is among the shop's acts. */
export function OrderHistory({ order }: { order: Order }) {
  const { t, format } = useText()
  const { mayAdminister } = useUser()
  const nameOf = usePersonName()
  const receipts = useQuery({ ...receiptsQuery(order.id), enabled: order.status !== 'draft' })
  const step = (act: 'drafted' | 'placed' | 'received', when: string, who: number) => ({
    when,
    text: t(`orders.acts.${act}`, { when: format.instant(when), who: nameOf(who) }),
  })
  const steps = [
    step('drafted', order.created_at, order.created_by),
    ...(order.placed_at ? [step('placed', order.placed_at, order.placed_by ?? 0)] : []),
    ...(receipts.data ?? []).map((one) => step('received', one.received_at, one.received_by)),
    ...(order.ended_at && !isOpen(order)
      ? [
          {
            when: order.ended_at,
            text: t('orders.acts.ended', {
              when: format.instant(order.ended_at),
              status: t(`orders.statuses.${order.status}`),
            }),
          },
        ]
      : []),
  ].toSorted((a, b) => Date.parse(a.when) - Date.parse(b.when))
  return (
    <section aria-labelledby="history">
      <Group justify="space-between" mb="sm">
        <Title order={2} id="history" fz={18}>
          {t('orders.history')}
        </Title>
        {mayAdminister ? (
          <TextLink
            to="/settings/audit"
            search={{ subject: `purchase_order/${order.id}` }}
            size="sm"
          >
            {t('orders.allActs')}
          </TextLink>
        ) : null}
      </Group>
      <div className="panel" style={{ padding: '1rem 1.25rem' }}>
        <List size="sm">
          {steps.map(({ when, text }) => (
            <List.Item key={`${when} ${text}`}>{text}</List.Item>
          ))}
        </List>
      </div>
    </section>
  )
}
