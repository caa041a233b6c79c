import { Alert, List, Skeleton, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useText } from '@/shared/i18n'
import { useLocations } from '@/shared/locations'
import type { Column, PhoneRow } from '@/shared/ui/DataTable'
import { DataTable } from '@/shared/ui/DataTable'
import { Facts } from '@/shared/ui/Facts'
import { TextLink } from '@/shared/ui/links'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { Mails } from './Mails'
import { OrderHeader } from './OrderHeader'
import { OrderHistory } from './OrderHistory'
import { type Order, type OrderLineOut, orderQuery, unitOf } from './queries'
import { Receipts } from './Receipts'

/** One order: what is ordered, what came, its documents, and what can be done with it. */
export function OrderPage({ id }: { id: number }) {
  const { t } = useText()
  const order = useQuery(orderQuery(id))
  if (order.isError) {
    return <ProblemAlert failure={order.error} onRetry={() => void order.refetch()} />
  }
  return (
    <>
      <TextLink to="/orders" size="sm" display="inline-block" mb="xs">
        {t('orders.title')}
      </TextLink>
      {order.data ? <Found order={order.data} /> : <Skeleton height={400} />}
    </>
  )
}

function Found({ order }: { order: Order }) {
  const { t } = useText()
  const { columns, phoneRow } = useLineColumns(order)
  return (
    <>
      <OrderHeader order={order} />
      <Stack>
        <Warnings order={order} />
        <OrderFacts order={order} />
        <section className="panel" aria-label={t('orders.lines')}>
          <DataTable
            name="order-lines"
            label={t('orders.lines')}
            rows={order.lines}
            columns={columns}
            rowKey={({ id }) => id}
            phone={phoneRow}
          />
        </section>
        {order.status === 'draft' ? null : <Receipts order={order} />}
        <Mails order={order} />
        <OrderHistory order={order} />
      </Stack>
    </>
  )
}

function OrderFacts({ order }: { order: Order }) {
  const { t, format } = useText()
  const { several, nameOf } = useLocations()
  return (
    <Facts
      facts={[
        [t('orders.total'), format.money(order.total, order.currency)],
        [t('orders.expected'), order.expected_on ? format.weekday(order.expected_on) : null],
        [t('orders.placedAt'), order.placed_at ? format.instant(order.placed_at) : null],
        [t('orders.deliverTo'), several ? nameOf(order.location_id) : null],
        [t('orders.reference'), order.reference],
        [t('orders.note'), order.note],
        [t('orders.reason'), order.reason],
      ]}
    />
  )
}

/** What the supplier may not accept; people may have agreed otherwise. */
function Warnings({ order }: { order: Order }) {
  const { t, format } = useText()
  if (order.warnings.length === 0) return null
  const text = ({ code, line_id, params }: Order['warnings'][number]) => {
    const line = order.lines.find(({ id }) => id === line_id)
    const name = line?.product_name ?? ''
    const units = (value: unknown) =>
      format.quantity(Number(value), line ? unitOf(line) : undefined)
    switch (code) {
      case 'below_minimum_order_value':
        return t('orders.warnings.below_minimum_order_value', {
          minimum: format.money(Number(params.minimum), order.currency),
        })
      case 'below_minimum_quantity':
        return t('orders.warnings.below_minimum_quantity', {
          name,
          quantity: units(params.minimum),
        })
      case 'not_a_multiple':
        return t('orders.warnings.not_a_multiple', { name, quantity: units(params.order_multiple) })
      default:
        return t('orders.warnings.no_terms', { name })
    }
  }
  return (
    <Alert color="yellow" variant="light">
      <Text size="sm">{t('orders.warningsTitle')}</Text>
      <List size="sm" mt={4}>
        {order.warnings.map((warning) => (
          <List.Item key={`${warning.code} ${warning.line_id}`}>{text(warning)}</List.Item>
        ))}
      </List>
    </Alert>
  )
}

function useLineColumns(order: Order) {
  const { t, format } = useText()
  const units = (line: OrderLineOut, value: number) => format.quantity(value, unitOf(line))
  const name = (line: OrderLineOut) => (
    <TextLink to="/products/$productId" params={{ productId: String(line.product_id) }} fw={600}>
      {line.product_name}
    </TextLink>
  )
  const came = (line: OrderLineOut) => {
    if (line.closed === 0) return units(line, line.received)
    return t('orders.receivedClosed', {
      received: units(line, line.received),
      closed: units(line, line.closed),
    })
  }
  const draft = order.status === 'draft'
  const columns: Column<OrderLineOut>[] = [
    { key: 'product', title: t('picker.label'), words: true, cell: name },
    {
      key: 'sku',
      title: t('orders.code'),
      cell: (line) => (
        <Text span c="dimmed">
          {line.supplier_sku ?? line.product_sku}
        </Text>
      ),
    },
    {
      key: 'quantity',
      title: t('orders.ordered'),
      end: true,
      cell: (line) => units(line, line.quantity),
    },
    ...(draft
      ? []
      : [
          { key: 'received', title: t('orders.received'), end: true, cell: came },
          {
            key: 'open',
            title: t('orders.open'),
            end: true,
            cell: (line: OrderLineOut) => (
              <Text span fw={line.open > 0 ? 600 : 400}>
                {units(line, line.open)}
              </Text>
            ),
          },
        ]),
    {
      key: 'cost',
      title: t('orders.unitCost'),
      end: true,
      cell: (line) => format.cost(line.unit_cost, order.currency),
    },
    {
      key: 'amount',
      title: t('orders.amount'),
      end: true,
      cell: (line) => format.money(line.amount, order.currency),
    },
  ]
  const phoneRow = (line: OrderLineOut): PhoneRow => ({
    title: name(line),
    value: format.money(line.amount, order.currency),
    detail: t('orders.times', {
      quantity: units(line, line.quantity),
      cost: format.cost(line.unit_cost, order.currency),
    }),
    extra: draft ? '' : t('orders.stillOpen', { quantity: units(line, line.open) }),
  })
  return { columns, phoneRow }
}
