import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useText } from '@/shared/i18n'
import { TextLink } from '@/shared/ui/links'
import { PageHeader } from '@/shared/ui/PageHeader'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { isAwaited, orderQuery } from './queries'
import { ReceiveForm } from './ReceiveForm'

type Props = { id: number; onReceived: () => void }

/** A delivery stands at the door: what of the order is in it? */
export function ReceivePage({ id, onReceived }: Props) {
  const { t } = useText()
  const order = useQuery(orderQuery(id))
  if (order.isError) {
    return <ProblemAlert failure={order.error} onRetry={() => void order.refetch()} />
  }
  return (
    <>
      <TextLink
        to="/orders/$orderId"
        params={{ orderId: String(id) }}
        size="sm"
        display="inline-block"
        mb="xs"
      >
        {t('orders.order', { id })}
      </TextLink>
      <PageHeader
        title={t('receipts.receive', { id })}
        subtitle={order.data?.supplier_name ?? ''}
      />
      {order.data && !isAwaited(order.data) ? (
        // Late goods of an order that has ended are still taken in, when somebody confirms it.
        <p>{t(`receipts.ended.${order.data.status === 'draft' ? 'draft' : 'other'}`)}</p>
      ) : null}
      {order.data ? (
        <ReceiveForm order={order.data} onReceived={onReceived} />
      ) : (
        <Skeleton height={400} />
      )}
    </>
  )
}
