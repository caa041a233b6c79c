import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useText } from '@/shared/i18n'
import { useLocations } from '@/shared/locations'
import { useDays } from '@/shared/use-days'
import { productAdviceQuery } from './queries'

type Props = { product: number; stock: number }

/** The day by which a product probably runs out, and where that is first. */
export function LastsUntil({ product, stock }: Props) {
  const { t, language } = useText()
  const { several, nameOf } = useLocations()
  const { near } = useDays()
  const { data, isError } = useQuery(productAdviceQuery(product, language))
  // What is out already has no day to come, however little is expected to be wanted.
  if (stock <= 0) return <Words>{t('reorder.noneLeft')}</Words>
  if (isError) return <Words>{t('reorder.lastsUnknown')}</Words>
  const known = data?.filter(({ stock_out }) => stock_out !== null) ?? []
  if (known.length === 0) return data ? <Words>{t('reorder.lastsUnknown')}</Words> : '–'
  const [first] = known
    .filter(({ stock_out }) => stock_out?.p50)
    .sort((a, b) => ((a.stock_out?.p50 ?? '') < (b.stock_out?.p50 ?? '') ? -1 : 1))
  if (!first?.stock_out?.p50) return <Words>{t('reorder.beyondForecast')}</Words>
  return (
    <>
      {near(first.stock_out.p50)}
      {several && known.length > 1 ? (
        <Text size="sm" c="dimmed">
          {nameOf(first.location_id)}
        </Text>
      ) : null}
    </>
  )
}

/** What is no figure is not as large as one. */
function Words({ children }: { children: string }) {
  return (
    <Text fw={600} lh={1.4} mt={4}>
      {children}
    </Text>
  )
}
