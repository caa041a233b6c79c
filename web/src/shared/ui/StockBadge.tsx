import { Badge } from '@mantine/core'
import { useText } from '../i18n'
import type { Unit } from '../quantity'

type Props = { stock: number; unit?: Unit | undefined; words?: boolean }

/** A stock figure; zero says so in a word and a colour. */
export function StockBadge({ stock, unit, words }: Props) {
  const { t, format } = useText()
  if (stock > 0) {
    const quantity = format.quantity(stock, unit)
    return <span>{words ? t('picker.stock', { quantity }) : quantity}</span>
  }
  return (
    <Badge color="red" variant="light" tt="none" fw={600}>
      {t('dashboard.outOfStock')}
    </Badge>
  )
}
