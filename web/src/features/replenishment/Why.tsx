import { Group, Stack, Text, useComputedColorScheme } from '@mantine/core'
import { Chart } from '@/shared/charts/Chart'
import { paletteFor } from '@/shared/charts/palette'
import { useText } from '@/shared/i18n'
import { useLocations } from '@/shared/locations'
import { TextLink } from '@/shared/ui/links'
import { usePhone } from '@/shared/ui/use-phone'
import type { Advice } from './queries'
import { stockChart } from './stock-chart'
import { TermsSum } from './TermsSum'

/** Why so many, and why then: sentences, the sum of the terms, and the stock as it falls. */
export function Why({ advice, quantity }: { advice: Advice; quantity: number }) {
  const { t, format } = useText()
  const phone = usePhone()
  const { nameOf } = useLocations()
  const scheme = useComputedColorScheme('light')
  const { sentences, notes, cycles, terms } = advice
  const words = {
    stock: t('reorder.chartStock'),
    withOrder: t('reorder.chartWith', { quantity: format.quantity(quantity, advice.unit) }),
    reorderPoint: t('reorder.reorderPoint'),
    today: t('forecast.today'),
    runsOut: t('reorder.runsOut'),
    labelled: (label: string, value: string) => t('common.labelled', { label, value }),
  }
  const look = { words, format, palette: paletteFor(scheme), narrow: phone }
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
      {terms ? (
        <div>
          <Chart
            option={stockChart(advice, quantity, look)}
            label={t('reorder.chart', { name: advice.name ?? '' })}
            height={240}
          />
          <Group gap="md">
            <Line label={words.stock} border={`2px solid ${look.palette.history}`} />
            <Line label={words.withOrder} border={`2px dashed ${look.palette.forecast}`} />
          </Group>
        </div>
      ) : null}
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

function Line({ label, border }: { label: string; border: string }) {
  return (
    <Text size="sm" component="span">
      <span
        aria-hidden
        style={{
          display: 'inline-block',
          width: 24,
          borderTop: border,
          verticalAlign: 'middle',
          marginInlineEnd: 8,
        }}
      />
      {label}
    </Text>
  )
}
