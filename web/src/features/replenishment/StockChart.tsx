import { Group, Text, useComputedColorScheme } from '@mantine/core'
import { useMemo } from 'react'
import { Chart } from '@/shared/charts/Chart'
import { paletteFor } from '@/shared/charts/palette'
import { useText } from '@/shared/i18n'
import type { Advice } from './queries'
import { stockChart } from './stock-chart'

/** The stock as it falls, and what the order adds to it. */
export function StockChart({ advice, quantity }: { advice: Advice; quantity: number }) {
  const { t, format } = useText()
  const palette = paletteFor(useComputedColorScheme('light'))
  const words = useMemo(
    () => ({
      stock: t('reorder.chartStock'),
      withOrder: t('reorder.chartWith', { quantity: format.quantity(quantity, advice.unit) }),
      reorderPoint: t('reorder.reorderPoint'),
      today: t('forecast.today'),
      runsOut: t('reorder.runsOut'),
      labelled: (label: string, value: string) => t('common.labelled', { label, value }),
    }),
    [t, format, quantity, advice.unit],
  )
  const spec = useMemo(
    () => stockChart(advice, quantity, { words, format, palette }),
    [advice, quantity, words, format, palette],
  )
  return (
    <div>
      <Chart spec={spec} label={t('reorder.chart', { name: advice.name ?? '' })} height={240} />
      <Group gap="md">
        <Line label={words.stock} border={`2px solid ${palette.history}`} />
        <Line label={words.withOrder} border={`2px dashed ${palette.forecast}`} />
      </Group>
    </div>
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
