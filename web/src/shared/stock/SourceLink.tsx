import { useText } from '../i18n'
import { TextLink } from '../ui/links'
import type { Movement } from './queries'

const idIn = (text: string | null, kind: string) =>
  new RegExp(`^${kind}/(\\d+)`).exec(text ?? '')?.[1]

/** The document that a movement came by, as a link where it has a page. */
export function SourceLink({ movement }: { movement: Pick<Movement, 'source' | 'product_id'> }) {
  const { t } = useText()
  const sale = idIn(movement.source, 'sale')
  if (sale) {
    return (
      <TextLink to="/sales/lines/$saleId" params={{ saleId: sale }}>
        {t('movements.sale', { id: sale })}
      </TextLink>
    )
  }
  const order = idIn(movement.source, 'purchase_order')
  if (order) {
    return (
      <TextLink to="/orders/$orderId" params={{ orderId: order }}>
        {t('orders.order', { id: order })}
      </TextLink>
    )
  }
  const count = idIn(movement.source, 'count')
  if (count) {
    return (
      <TextLink to="/counts/$countId" params={{ countId: count }}>
        {t('counts.one', { id: count })}
      </TextLink>
    )
  }
  const transfer = idIn(movement.source, 'transfer')
  if (transfer) {
    return (
      <TextLink to="/transfers/$transferId" params={{ transferId: transfer }}>
        {t('transfers.one', { id: transfer })}
      </TextLink>
    )
  }
  const back = idIn(movement.source, 'supplier_return')
  if (back) {
    return (
      <TextLink to="/supplier-returns/$returnId" params={{ returnId: back }}>
        {t('supplierReturns.one', { id: back })}
      </TextLink>
    )
  }
  return null
}
