import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useText } from '@/shared/i18n'
import { TextLink } from '@/shared/ui/links'
import { PageHeader } from '@/shared/ui/PageHeader'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { OrderForm } from './OrderForm'
import { orderQuery } from './queries'

type Props = { id: number; onSaved: () => void }

/** An order to be amended: a draft, or what was placed and has not all come in. */
export function EditOrderPage({ id, onSaved }: Props) {
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
      <PageHeader title={t('orders.edit', { id })} subtitle={order.data?.supplier_name ?? ''} />
      {order.data ? <OrderForm order={order.data} onSaved={onSaved} /> : <Skeleton height={400} />}
    </>
  )
}
