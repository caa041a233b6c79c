import { useText } from '@/shared/i18n'
import { type Column, DataTable, type PhoneRow } from '@/shared/ui/DataTable'
import { costOf, happenedWhole } from './outcome'
import { type ReplayResult, rules } from './queries'
import type { Line } from './replay-chart'

/** One line of the table; null is what nobody knows. */
type Row = {
  line: Line
  lost_margin: number | null
  holding_cost: number | null
  fill_rate: number | null
  stock_outs: number | null
  orders: number | null
}

function rowsOf(result: ReplayResult): Row[] {
  const { happened } = result
  const whole = happenedWhole(result)
  return [
    ...rules.map((line) => ({ line, ...result.rules[line] })),
    {
      line: 'happened',
      lost_margin: whole ? happened.lost_margin : null,
      holding_cost: whole ? happened.holding_cost : null,
      fill_rate:
        result.ledger > 0 && happened.demand > 0 ? 1 - happened.lost / happened.demand : null,
      stock_outs: null,
      orders: null,
    },
  ]
}

type Props = { result: ReplayResult; names: Record<Line, string> }

/** Each rule, and what happened, in figures. */
export function RuleFigures({ result, names }: Props) {
  const { t, format } = useText()
  const { columns, phoneRow } = useColumns({ t, format, names })
  return (
    <section className="panel" aria-label={t('replay.figures')}>
      <DataTable
        name="replay-rules"
        label={t('replay.figures')}
        rows={rowsOf(result)}
        columns={columns}
        rowKey={({ line }) => line}
        phone={phoneRow}
      />
    </section>
  )
}

function useColumns({
  t,
  format,
  names,
}: Pick<ReturnType<typeof useText>, 't' | 'format'> & Pick<Props, 'names'>) {
  const known = (value: number | null, shown: (value: number) => string) =>
    value === null ? '–' : shown(value)
  const served = ({ fill_rate }: Row) =>
    known(fill_rate, (share) => format.share(Math.round(share * 1000) / 1000))
  const cost = (row: Row) => known(costOf(row), format.money)
  const outs = ({ stock_outs }: Row) => known(stock_outs, format.integer)
  const columns: Column<Row>[] = [
    { key: 'rule', title: t('replay.rule'), cell: ({ line }) => names[line] },
    { key: 'cost', title: t('replay.cost'), end: true, cell: cost },
    {
      key: 'margin',
      title: t('replay.lostMargin'),
      end: true,
      cell: ({ lost_margin }) => known(lost_margin, format.money),
    },
    {
      key: 'holding',
      title: t('replay.holding'),
      end: true,
      cell: ({ holding_cost }) => known(holding_cost, format.money),
    },
    { key: 'served', title: t('replay.served'), end: true, cell: served },
    { key: 'outs', title: t('replay.stockOuts'), end: true, cell: outs },
    {
      key: 'orders',
      title: t('nav.orders'),
      end: true,
      cell: ({ orders }) => known(orders, format.integer),
    },
  ]
  const phoneRow = (row: Row): PhoneRow => ({
    title: names[row.line],
    value: cost(row),
    detail: t('common.labelled', { label: t('replay.served'), value: served(row) }),
    extra: t('common.labelled', { label: t('replay.stockOuts'), value: outs(row) }),
  })
  return { columns, phoneRow }
}
