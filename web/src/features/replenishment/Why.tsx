import { Stack, Text } from '@mantine/core'
import { useText } from '@/shared/i18n'
import { useLocations } from '@/shared/locations'
import { TextLink } from '@/shared/ui/links'
import type { Advice } from './queries'
import { StockChart } from './StockChart'
import { TermsSum } from './TermsSum'

/** Why so many, and why then: sentences, the sum of the terms, and the stock as it falls. */
export function Why({ advice, quantity }: { advice: Advice; quantity: number }) {
  const { t, format } = useText()
  const { nameOf } = useLocations()
  const { sentences, notes, cycles, terms } = advice
  return (
    <Stack gap="md">
      {[sentences.why_not, sentences.date].filter(Boolean).map((sentence) => (
        <Text key={sentence}>{sentence}</Text>
      ))}
      <TermsSum advice={advice} />
      {advice.chances ? (
        <Text size="sm">
          {t('reorder.chances', {
            without: format.percent(advice.chances.without),
            with: format.percent(advice.chances.with_order),
          })}
        </Text>
      ) : null}
      {advice.transfers.map(({ from_location_id: from, quantity: units }) => (
        <Text key={from} size="sm">
          {t('reorder.transfer', {
            units: format.quantity(units, advice.unit),
            from: nameOf(from),
          })}
        </Text>
      ))}
      {terms ? <StockChart advice={advice} quantity={quantity} /> : null}
      {cycles.length > 0 ? (
        <Text size="sm" c="dimmed">
          {t('reorder.next', {
            orders: cycles
              .map(({ order_on, quantity: units }) =>
                t('common.labelled', {
                  label: format.weekday(order_on),
                  value: format.quantity(units, advice.unit),
                }),
              )
              .join(' · '),
          })}
        </Text>
      ) : null}
      <TextLink
        to="/forecast/$productId"
        params={{ productId: String(advice.product_id) }}
        underline="always"
      >
        {t('products.tabs.forecast')}
      </TextLink>
      {notes.map((note) => (
        <Text key={note} size="sm" c="dimmed">
          {t(`reorder.notes.${note === 'stock_below_zero' ? 'belowZero' : note}`)}
        </Text>
      ))}
    </Stack>
  )
}
