import { useQuery } from '@tanstack/react-query'
import { useText } from '@/shared/i18n'
import { useLocations } from '@/shared/locations'
import { useDays } from '@/shared/use-days'
import { productAdviceQuery } from './queries'

/** The day by which a product probably runs out, where that is first. */
export function LastsUntil({ product }: { product: number }) {
  const { t, language } = useText()
  const { several, nameOf } = useLocations()
  const { near } = useDays()
  const { data, isError } = useQuery(productAdviceQuery(product, language))
  if (isError) return t('reorder.lastsUnknown')
  const known = data?.filter(({ stock_out }) => stock_out !== null) ?? []
  if (known.length === 0) return data ? t('reorder.lastsUnknown') : '–'
  const [first] = known
    .filter(({ stock_out }) => stock_out?.p50)
    .sort((a, b) => ((a.stock_out?.p50 ?? '') < (b.stock_out?.p50 ?? '') ? -1 : 1))
  if (!first?.stock_out?.p50) return t('reorder.beyondForecast')
  const day = near(first.stock_out.p50)
  return several && known.length > 1 ? `${day} (${nameOf(first.location_id)})` : day
}
