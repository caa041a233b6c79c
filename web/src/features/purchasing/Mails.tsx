import { List, Text, Title } from '@mantine/core'
import { useText } from '@/shared/i18n'
import type { Order } from './queries'

/** What became of the mails with the order. */
export function Mails({ order }: { order: Order }) {
  const { t, format } = useText()
  if (order.mails.length === 0) return null
  return (
    <section aria-labelledby="mails">
      <Title order={2} id="mails" fz={18} mb="sm">
        {t('orders.mails')}
      </Title>
      <div className="panel" style={{ padding: '1rem 1.25rem' }}>
        <List size="sm">
          {order.mails.map((mail) => (
            <List.Item key={mail.id}>
              {t(`orders.mailStates.${mail.state}`, {
                to: mail.to,
                when: format.instant(mail.sent_at ?? mail.queued_at),
              })}
              {mail.error ? (
                <Text size="sm" c="var(--mantine-color-error)">
                  {mail.error}
                </Text>
              ) : null}
            </List.Item>
          ))}
        </List>
      </div>
    </section>
  )
}
