import { ActionIcon, Badge, Button, Group, Text } from '@mantine/core'
import { IconBellZ, IconShoppingCartPlus } from '@tabler/icons-react'
import { useText } from '@/shared/i18n'
import { useLocations } from '@/shared/locations'
import type { Column, PhoneRow } from '@/shared/ui/DataTable'
import { TextLink } from '@/shared/ui/links'
import { StockBadge } from '@/shared/ui/StockBadge'
import { Tooltip } from '@/shared/ui/Tooltip'
import { Truncated } from '@/shared/ui/Truncated'
import { useDays } from '@/shared/use-days'
import { useUser } from '@/shared/user'
import { type Changed, keyOf } from './choice'
import { QuantityCell } from './QuantityCell'
import type { Advice } from './queries'
import type { View } from './search'

type Options = {
  view: View
  changed: Changed
  /** What the budget buys instead. */
  planned: Changed
  onChange: (key: string, quantity: number | undefined) => void
  onWhy: (advice: Advice) => void
  onSnooze: (advice: Advice) => void
  /** Into a draft, it alone. */
  onOrder: (advice: Advice) => void
}

const coming = ({ terms }: Advice) => (terms ? terms.arrivals_to_a + terms.arrivals_a_b : 0)

export function useAdviceColumns(options: Options) {
  const { view, changed, planned, onChange, onWhy, onSnooze, onOrder } = options
  const { t, format } = useText()
  const { mayManage } = useUser()
  const { several, nameOf } = useLocations()
  const { near } = useDays()
  const named = (row: Advice) =>
    row.name ?? row.sku ?? t('movements.product', { id: row.product_id })
  const link = (row: Advice) => (
    <TextLink to="/products/$productId" params={{ productId: String(row.product_id) }} fw={600}>
      {named(row)}
    </TextLink>
  )
  const about = (row: Advice) =>
    [row.sku, row.supplier_name, several ? nameOf(row.location_id) : null]
      .filter(Boolean)
      .join(' · ')
  const stock = (row: Advice, words = false) =>
    row.on_hand === null ? '–' : <StockBadge stock={row.on_hand} unit={row.unit} words={words} />
  function lasts({ stock_out: out, on_hand: stock }: Advice) {
    if (stock !== null && stock <= 0) return t('reorder.noneLeft')
    if (out?.p50) return near(out.p50)
    return out ? t('reorder.beyondForecast') : '–'
  }
  const orderBy = (row: Advice) =>
    row.late ? (
      <Badge color="red" variant="light" tt="none">
        {t('reorder.late')}
      </Badge>
    ) : row.order_by ? (
      near(row.order_by)
    ) : (
      '–'
    )
  const atRisk = (row: Advice) =>
    row.money_at_risk_per_day === null
      ? t('reorder.perWeek', { amount: format.quantity(row.units_at_risk_per_day * 7, row.unit) })
      : t('reorder.perWeek', { amount: format.money(row.money_at_risk_per_day * 7) })
  const quantity = (row: Advice) =>
    mayManage ? (
      <QuantityCell
        advice={row}
        typed={changed.get(keyOf(row))}
        planned={planned.get(keyOf(row))}
        onChange={(value) => onChange(keyOf(row), value)}
      />
    ) : (
      format.quantity(row.quantity, row.unit)
    )
  const transfers = (row: Advice) =>
    row.transfers.map(({ from_location_id: from, quantity: units }) => (
      <TextLink
        key={from}
        to="/transfers/new"
        search={{ from, to: row.location_id, product: row.product_id, units }}
        size="xs"
        display="block"
      >
        {t('reorder.sendFrom', {
          units: format.quantity(units, row.unit),
          from: nameOf(from),
        })}
      </TextLink>
    ))
  const actions = (row: Advice) => (
    <Group gap={4} wrap="nowrap" justify="flex-end">
      <Button
        size="compact-sm"
        variant="subtle"
        aria-label={`${t('reorder.why')} ${named(row)}`}
        onClick={() => onWhy(row)}
      >
        {t('reorder.why')}
      </Button>
      {mayManage && view === 'order' && row.supplier_id !== null ? (
        <Tooltip label={t('reorder.orderOnce')}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('reorder.orderOf', { name: named(row) })}
            onClick={() => onOrder(row)}
          >
            <IconShoppingCartPlus size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      ) : null}
      {mayManage ? (
        <Tooltip label={t('reorder.snooze')}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('reorder.snoozeOf', { name: named(row) })}
            onClick={() => onSnooze(row)}
          >
            <IconBellZ size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      ) : null}
    </Group>
  )
  const reason = (row: Advice) => row.sentences.why_not ?? ''
  const lastSold = ({ stock: facts }: Advice) =>
    facts.last_sold_on ? format.day(facts.last_sold_on) : t('reorder.neverSold')
  const surplus = ({ stock: facts, unit }: Advice) =>
    facts.overstock > 0
      ? [
          format.quantity(facts.overstock, unit),
          facts.overstock_value === null ? null : format.money(facts.overstock_value),
        ]
          .filter(Boolean)
          .join(' · ')
      : '–'

  const product: Column<Advice> = {
    key: 'product',
    title: t('picker.label'),
    cell: (row) => (
      <>
        <Truncated>{link(row)}</Truncated>
        <Text component="div" size="xs" c="dimmed">
          <Truncated>{about(row)}</Truncated>
        </Text>
        {transfers(row)}
      </>
    ),
  }
  const onHand: Column<Advice> = {
    key: 'stock',
    title: t('products.stock'),
    end: true,
    cell: (row) => stock(row),
  }
  const last: Column<Advice> = {
    key: 'actions',
    title: t('common.actions'),
    hideTitle: true,
    end: true,
    cell: actions,
  }
  const ofView: Record<View, Column<Advice>[]> = {
    order: [
      {
        key: 'coming',
        title: t('reorder.coming'),
        end: true,
        cell: (row) => (coming(row) ? format.quantity(coming(row), row.unit) : '–'),
      },
      { key: 'lasts', title: t('reorder.lasts'), fixed: true, sort: 'runs_out', cell: lasts },
      { key: 'by', title: t('reorder.orderBy'), fixed: true, sort: 'order_by', cell: orderBy },
      { key: 'risk', title: t('reorder.atRisk'), end: true, cell: atRisk },
      { key: 'quantity', title: t('reorder.order'), end: true, cell: quantity },
    ],
    rest: [
      { key: 'by', title: t('reorder.orderBy'), fixed: true, sort: 'order_by', cell: orderBy },
      { key: 'reason', title: t('reorder.whyNot'), cell: reason },
    ],
    dead: [
      { key: 'sold', title: t('reorder.lastSold'), fixed: true, cell: lastSold },
      { key: 'surplus', title: t('reorder.surplus'), end: true, cell: surplus },
    ],
    over: [
      { key: 'sold', title: t('reorder.lastSold'), fixed: true, cell: lastSold },
      { key: 'surplus', title: t('reorder.surplus'), end: true, cell: surplus },
    ],
  }
  const columns: Column<Advice>[] = [product, onHand, ...ofView[view], last]
  const phoneRow = (row: Advice): PhoneRow => ({
    title: (
      <>
        {link(row)}
        <Text size="sm" c="dimmed">
          {view === 'order'
            ? t('reorder.inShort', { lasts: lasts(row), risk: atRisk(row) })
            : view === 'rest'
              ? reason(row)
              : `${t('reorder.lastSold')} ${lastSold(row)}`}
        </Text>
        {transfers(row)}
      </>
    ),
    value: view === 'order' ? quantity(row) : view === 'rest' ? stock(row, true) : surplus(row),
    detail:
      view !== 'order'
        ? about(row)
        : row.order_by && !row.late
          ? t('reorder.by', { day: near(row.order_by) })
          : orderBy(row),
    extra: actions(row),
  })
  return { columns, phoneRow }
}
