import { useText } from '@/shared/i18n'
import { TextLink } from '@/shared/ui/links'
import { PageHeader } from '@/shared/ui/PageHeader'
import { OrderForm } from './OrderForm'
import type { Order } from './queries'

type Props = {
  supplier: number | null
  /** What is to be ordered, to begin with. */
  product: number | null
  onSaved: (order: Order) => void
}

/** A new order, as a draft: nothing is binding before it is placed. */
export function NewOrderPage({ supplier, product, onSaved }: Props) {
  const { t } = useText()
  return (
    <>
      <TextLink to="/orders" size="sm" display="inline-block" mb="xs">
        {t('orders.title')}
      </TextLink>
      <PageHeader title={t('orders.new')} subtitle={t('orders.newText')} />
      <OrderForm supplier={supplier} product={product} onSaved={onSaved} />
    </>
  )
}
