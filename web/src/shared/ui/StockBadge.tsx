import { Badge } from '@mantine/core'
import { useText } from '../i18n'

type Props = { stock: number; words?: boolean }

/** A stock figure; zero says so in a word and a colour. */
export function StockBadge({ stock, words }: Props) {
  const { t, format } = useText()
  if (stock > 0) {
    return <span>{words ? t('picker.stock', { count: stock }) : format.integer(stock)}</span>
  }
  return (
    <Badge color="red" variant="light" tt="none" fw={600} style={{ overflow: 'visible' }}>
      {t('dashboard.outOfStock')}
    </Badge>
  )
}
