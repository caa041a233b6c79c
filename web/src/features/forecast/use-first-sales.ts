import { queryOptions, useQuery } from '@tanstack/react-query'
import { salesListSales } from '@/api/gen/sdk.gen'
import type { ForecastModelOut } from '@/api/gen/types.gen'
import { useText } from '@/shared/i18n'
import { AT_ONCE } from '@/shared/paging'
import { roundUnits } from '@/shared/quantity'
import { salesKey } from '@/shared/sales'
import { useToday } from '@/shared/shop/use-shop'

const soldOnQuery = (product: number, day: string) =>
  queryOptions({
    queryKey: [...salesKey, 'sold-on', product, day],
    queryFn: async ({ signal }) => {
      const query = { product_id: product, voided: false, from: day, to: day, limit: AT_ONCE }
      const { data } = await salesListSales({ query, signal })
      return roundUnits(data.reduce((sum, sale) => sum + sale.quantity - sale.returned, 0))
    },
  })

/** What of a product was sold today; asked only where there is no day of sales behind it. */
export function useSoldToday(product: number, isNew: boolean): number {
  const today = useToday()
  return useQuery({ ...soldOnQuery(product, today), enabled: isNew }).data ?? 0
}

/** Whose sales a forecast goes by while the product has few of its own. */
const borrowed = ['category', 'variant'] as const

/** Why the forecast is not the full model's; it never denies what the figures beside it say. */
export function useReasonText({ name, reason }: ForecastModelOut, soldToday: number) {
  const { t } = useText()
  if (!reason) return null
  const from = borrowed.find((one) => one === name)
  if (from) return t(`forecast.borrowed.${from}`)
  return reason === 'no_history' && soldToday > 0 ? null : t(`forecast.fallbacks.${reason}`)
}
