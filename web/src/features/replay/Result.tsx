import { Group, Stack, Text, useComputedColorScheme } from '@mantine/core'
import { useMemo } from 'react'
import { Chart } from '@/shared/charts/Chart'
import { paletteFor } from '@/shared/charts/palette'
import { useText } from '@/shared/i18n'
import { Products } from './Products'
import type { ReplayResult } from './queries'
import { RuleFigures } from './RuleFigures'
import { type Line, lineOf, linesOf, replayChart } from './replay-chart'
import { Sentences } from './Sentences'

/** What each rule would have cost beside what happened: in sentences, as figures, as stock by day. */
export function Result({ result }: { result: ReplayResult }) {
  const { t } = useText()
  const { ledger, replay } = result
  const names: Record<Line, string> = useMemo(
    () => ({
      advice: t('replay.rules.advice'),
      min_max: t('replay.rules.min_max'),
      cover_days: t('replay.rules.cover_days'),
      happened:
        ledger < replay.products
          ? t('replay.happenedOf', { count: ledger, products: replay.products })
          : t('replay.rules.happened'),
    }),
    [t, ledger, replay.products],
  )
  return (
    <Stack>
      <Sentences result={result} />
      <RuleFigures result={result} names={names} />
      <StockByDay result={result} names={names} />
      <Products result={result} />
    </Stack>
  )
}

type Named = { result: ReplayResult; names: Record<Line, string> }

function StockByDay({ result, names }: Named) {
  const { t, format } = useText()
  const palette = paletteFor(useComputedColorScheme('light'))
  const lines = lineOf(palette)
  const spec = useMemo(
    () =>
      replayChart(result, {
        names,
        format,
        palette,
        labelled: (label, value) => t('common.labelled', { label, value }),
      }),
    [result, names, format, palette, t],
  )
  return (
    <section className="panel" style={{ padding: '1rem' }}>
      <Chart spec={spec} label={t('replay.chart')} height={280} />
      <Group gap="md">
        {linesOf(result).map((line) => (
          <Text key={line} size="sm" component="span">
            <span
              aria-hidden
              style={{
                display: 'inline-block',
                width: 24,
                borderTop: `2px ${lines[line].stroke} ${lines[line].color}`,
                verticalAlign: 'middle',
                marginInlineEnd: 8,
              }}
            />
            {names[line]}
          </Text>
        ))}
      </Group>
    </section>
  )
}
