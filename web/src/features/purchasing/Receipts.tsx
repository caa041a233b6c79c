import { Group, List, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useText } from '@/shared/i18n'
import { TextLink } from '@/shared/ui/links'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { type Order, type Receipt, receiptsQuery, unitOf } from './queries'
import { useReasonName } from './reasons'

/** What came in of an order, delivery by delivery. */
export function Receipts({ order }: { order: Order }) {
  const { t } = useText()
  const receipts = useQuery(receiptsQuery(order.id))
  if (receipts.isError) {
    return <ProblemAlert failure={receipts.error} onRetry={() => void receipts.refetch()} />
  }
  return (
    <section aria-labelledby="receipts">
      <Title order={2} id="receipts" fz={18} mb="sm">
        {t('receipts.title')}
      </Title>
      <Stack gap="sm">
        {receipts.data?.length === 0 ? (
          <Text c="dimmed">{t('receipts.empty')}</Text>
        ) : (
          receipts.data?.map((receipt) => (
            <OneReceipt key={receipt.id} order={order} receipt={receipt} />
          ))
        )}
      </Stack>
    </section>
  )
}

function OneReceipt({ order, receipt }: { order: Order; receipt: Receipt }) {
  const { t, format } = useText()
  const reasonName = useReasonName()
  const charges = [
    receipt.delivery_note ? t('receipts.noted', { note: receipt.delivery_note }) : null,
    receipt.freight > 0 ? t('receipts.freightOf', { amount: format.money(receipt.freight) }) : null,
    receipt.duty > 0 ? t('receipts.dutyOf', { amount: format.money(receipt.duty) }) : null,
  ]
  return (
    <div className="panel" style={{ padding: '1rem 1.25rem' }}>
      <Group justify="space-between" gap="xs">
        <Text fw={600}>{format.instant(receipt.received_at)}</Text>
        <TextLink
          to="/supplier-returns/new"
          search={{ order: order.id, receipt: receipt.id }}
          size="sm"
        >
          {t('supplierReturns.back')}
        </TextLink>
      </Group>
      <Text size="sm" c="dimmed">
        {charges.filter(Boolean).join(' · ')}
      </Text>
      <List size="sm" mt="xs">
        {receipt.lines.map((line) => {
          const ordered = order.lines.find(({ id }) => id === line.line_id)
          const units = (value: number) =>
            format.quantity(value, ordered ? unitOf(ordered) : undefined)
          return (
            <List.Item key={line.id}>
              {t('receipts.line', {
                quantity: units(line.quantity),
                name: ordered?.product_name ?? '',
                cost: format.cost(line.landed_unit_cost),
              })}
              {line.lot ? ` · ${t('receipts.lotOf', { lot: line.lot })}` : ''}
              {line.expires_on
                ? ` · ${t('receipts.expiresOn', { day: format.day(line.expires_on) })}`
                : ''}
              {line.discrepancy ? (
                <Text size="sm" c="light-dark(#8a4b00, #ffc078)">
                  {t('receipts.discrepancyOf', {
                    quantity: units(line.discrepancy.quantity),
                    reason: reasonName(line.discrepancy.reason),
                  })}
                  {line.discrepancy.note ? ` – ${line.discrepancy.note}` : ''}
                </Text>
              ) : null}
            </List.Item>
          )
        })}
      </List>
    </div>
  )
}
