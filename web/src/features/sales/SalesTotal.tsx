import { useQuery } from '@tanstack/react-query'
import { useText } from '@/shared/i18n'
import { useTax } from '@/shared/shop/use-tax'
import { sumQuery } from './queries'
import type { rowsFilter } from './search'

/** What all that is listed comes to, and what of it is in no sum. */
export function SalesTotal({ filter }: { filter: ReturnType<typeof rowsFilter> }) {
  const { t, format } = useText()
  const taxed = useTax()
  const { data: sum } = useQuery(sumQuery(filter))
  if (!sum) return null
  const counted = sum.sales > 0 || sum.voided === 0
  const quantities = sum.by_unit.map(({ unit, quantity }) =>
    unit === 'piece' ? t('common.units', { count: quantity }) : format.quantity(quantity, unit),
  )
  return [
    ...(counted ? [t('sales.count', { count: sum.sales })] : []),
    ...(sum.sales > 0 ? [quantities.join(', '), taxed(format.money(sum.revenue))] : []),
    ...(sum.unpriced > 0 ? [t('sales.unpriced', { count: sum.unpriced })] : []),
    ...(sum.voided > 0
      ? [t(counted ? 'sales.voidedToo' : 'sales.voidedOnly', { count: sum.voided })]
      : []),
  ].join(' · ')
}
