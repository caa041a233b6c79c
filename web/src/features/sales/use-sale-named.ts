import { useText } from '@/shared/i18n'
import { usePersonName } from '@/shared/people'
import { useProductNames } from '@/shared/product-names'
import { lineTotal } from '@/shared/quantity'
import { type Sale, soldWhen } from '@/shared/sales'

/** Which sale it is, in words: how much of what, for how much, when and by whom. */
export function useSaleNamed(sale: Sale | null): string {
  const { t, format } = useText()
  const personName = usePersonName()
  const names = useProductNames(sale ? [sale.product_id] : [])
  if (!sale) return ''
  const product = names.get(sale.product_id)
  return t('sales.named', {
    quantity: format.quantity(sale.quantity, product?.unit),
    name: product?.name ?? t('sales.unknownProduct', { id: sale.product_id }),
    total: format.money(lineTotal(sale)),
    when: soldWhen(format, sale),
    who: personName(sale.user_id),
  })
}

/** Why a sale was cancelled and by whom; null for one that stands. */
export function useVoidedText(): (sale: Sale) => string | null {
  const { t } = useText()
  const personName = usePersonName()
  return ({ voided_at: at, voided_by: by, void_reason: reason }) => {
    if (!at) return null
    // Nobody did it: it went with its import.
    if (!by) return reason ? t('sales.voidedBecause', { reason }) : t('sales.voided')
    const who = personName(by)
    return reason ? t('sales.voidedByBecause', { who, reason }) : t('sales.voidedBy', { who })
  }
}
