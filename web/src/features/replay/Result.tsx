import { Group, Stack, Text, useComputedColorScheme } from '@mantine/core'
import { Chart } from '@/shared/charts/Chart'
import { paletteFor } from '@/shared/charts/palette'
import { useText } from '@/shared/i18n'
import { type Column, DataTable, type PhoneRow } from '@/shared/ui/DataTable'
import { usePhone } from '@/shared/ui/use-phone'
import { costOf, fewerLost, savedAgainst } from './outcome'
import { type Course, type ReplayResult, type Rule, rules } from './queries'
import { lineOf, replayChart } from './replay-chart'

type Row = { rule: Rule; course: Course }

/** What each rule would have cost, in sentences, as figures and as stock by day. */
export function Result({ result }: { result: ReplayResult }) {
  const { t, format } = useText()
  const phone = usePhone()
  const palette = paletteFor(useComputedColorScheme('light'))
  const names = {
    advice: t('replay.rules.advice'),
    min_max: t('replay.rules.min_max'),
    cover_days: t('replay.rules.cover_days'),
  }
  const { columns, phoneRow } = useRuleColumns(names)
  const lines = lineOf(palette)
  return (
    <Stack>
      <Sentences result={result} />
      <section className="panel" aria-label={t('replay.figures')}>
        <DataTable
          label={t('replay.figures')}
          rows={rules.map((rule): Row => ({ rule, course: result.rules[rule] }))}
          columns={columns}
          rowKey={({ rule }) => rule}
          phone={phoneRow}
        />
      </section>
      <section className="panel" style={{ padding: '1rem' }}>
        <Chart
          option={replayChart(result, { names, format, palette, narrow: phone })}
          label={t('replay.chart')}
          height={280}
        />
        <Group gap="md">
          {rules.map((rule) => (
            <Text key={rule} size="sm" component="span">
              <span
                aria-hidden
                style={{
                  display: 'inline-block',
                  width: 24,
                  borderTop: `2px ${lines[rule].type} ${lines[rule].color}`,
                  verticalAlign: 'middle',
                  marginInlineEnd: 8,
                }}
              />
              {names[rule]}
            </Text>
          ))}
        </Group>
      </section>
    </Stack>
  )
}

function Sentences({ result }: { result: ReplayResult }) {
  const { t, format } = useText()
  const { replay } = result
  const against = (rule: 'min_max' | 'cover_days') => {
    const saved = savedAgainst(result, rule)
    if (saved === null) return null
    return t(saved < 0 ? `replay.more.${rule}` : `replay.less.${rule}`, {
      amount: format.money(Math.abs(saved)),
    })
  }
  const fewer = fewerLost(result)
  const said = [
    t('replay.of', {
      period: t('common.period', {
        from: format.day(replay.first_day),
        to: format.day(replay.last_day),
      }),
      count: replay.products,
    }),
    against('min_max'),
    against('cover_days'),
    fewer === null
      ? t('replay.unknownStock')
      : t(fewer < 0 ? 'replay.moreLost' : 'replay.fewerLost', {
          units: format.decimal(Math.abs(fewer)),
        }),
  ].filter((sentence) => sentence !== null)
  return (
    <div className="panel" style={{ padding: '1rem 1.25rem' }}>
      {said.map((sentence) => (
        <Text key={sentence}>{sentence}</Text>
      ))}
    </div>
  )
}

function useRuleColumns(names: Record<Rule, string>) {
  const { t, format } = useText()
  const money = (value: number | null) => (value === null ? '–' : format.money(value))
  const served = ({ course }: Row) =>
    course.fill_rate === null ? '–' : format.share(Math.round(course.fill_rate * 1000) / 1000)
  const cost = ({ course }: Row) => money(costOf(course))
  const columns: Column<Row>[] = [
    { key: 'rule', title: t('replay.rule'), cell: ({ rule }) => names[rule] },
    { key: 'cost', title: t('replay.cost'), end: true, cell: cost },
    {
      key: 'margin',
      title: t('replay.lostMargin'),
      end: true,
      cell: ({ course }) => money(course.lost_margin),
    },
    {
      key: 'holding',
      title: t('replay.holding'),
      end: true,
      cell: ({ course }) => money(course.holding_cost),
    },
    { key: 'served', title: t('replay.served'), end: true, cell: served },
    {
      key: 'outs',
      title: t('replay.stockOuts'),
      end: true,
      cell: ({ course }) => format.integer(course.stock_outs),
    },
    {
      key: 'orders',
      title: t('nav.orders'),
      end: true,
      cell: ({ course }) => format.integer(course.orders),
    },
  ]
  const phoneRow = (row: Row): PhoneRow => ({
    title: names[row.rule],
    value: cost(row),
    detail: t('common.labelled', { label: t('replay.served'), value: served(row) }),
    extra: t('common.labelled', {
      label: t('replay.stockOuts'),
      value: format.integer(row.course.stock_outs),
    }),
  })
  return { columns, phoneRow }
}
