import { Stack, Text } from '@mantine/core'
import { IconArrowsExchange } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useText } from '../i18n'
import { useLocations } from '../locations'
import { usePersonName } from '../people'
import { useProductNames } from '../product-names'
import type { Column, PhoneRow } from '../ui/DataTable'
import { EmptyState } from '../ui/EmptyState'
import { ListPanel } from '../ui/ListPanel'
import { TextLink } from '../ui/links'
import { Truncated } from '../ui/Truncated'
import { useUser } from '../user'
import { MOVEMENTS_LIMIT, type Movement, type MovementFilter, movementsQuery } from './queries'
import { useReasonText } from './reasons'
import { SourceLink } from './SourceLink'

type Props = {
  filter: Omit<MovementFilter, 'page' | 'limit' | 'cursor'>
  page: number
  onPage: (page: number) => void
  /** Where it is of one reason. */
  label?: string
  empty?: string
  /** Its filter is in the address. */
  views?: boolean
}

/** The stock story: every change, newest first, with who made it, why and by which document. */
export function Movements({ filter, page, onPage, label, empty, views = false }: Props) {
  const { t } = useText()
  const list = useQuery(movementsQuery({ ...filter, page, limit: MOVEMENTS_LIMIT }))
  const { columns, phoneRow } = useMovementColumns(
    list.data?.rows ?? [],
    Boolean(filter.product_id),
  )
  return (
    <ListPanel
      name="movements"
      views={views}
      label={label ?? t('movements.title')}
      list={list}
      columns={columns}
      rowKey={(row) => row.id}
      phone={phoneRow}
      pages={{ page, limit: MOVEMENTS_LIMIT, onChange: onPage }}
      empty={<EmptyState icon={IconArrowsExchange} title={empty ?? t('movements.empty')} />}
    />
  )
}

function useMovementColumns(rows: readonly Movement[], ofOne: boolean) {
  const { t, format } = useText()
  const reasonText = useReasonText()
  const { several, nameOf } = useLocations()
  const personName = usePersonName()
  const { mayManage } = useUser()
  const products = useProductNames(rows.map(({ product_id }) => product_id))
  const unit = (row: Movement) => products.get(row.product_id)?.unit
  const change = (row: Movement) => (
    <Text span fw={600} c={row.delta > 0 ? 'light-dark(#12704d, #79c5a2)' : undefined}>
      {format.signed(row.delta)}
      {format.unitSuffix(unit(row))}
    </Text>
  )
  const product = (row: Movement) => (
    <TextLink to="/products/$productId" params={{ productId: String(row.product_id) }}>
      {products.get(row.product_id)?.name ?? t('movements.product', { id: row.product_id })}
    </TextLink>
  )
  const why = (row: Movement) => (
    <Stack gap={0}>
      <span>{reasonText(row.reason)}</span>
      {row.note ? (
        <Text component="div" size="sm" c="dimmed">
          <Truncated>{row.note}</Truncated>
        </Text>
      ) : null}
    </Stack>
  )
  const after = (row: Movement) => format.quantity(row.stock, unit(row))
  // What is null is not known, or not for whoever asks.
  const below = (text: string | null) =>
    text === null ? null : (
      <Text size="xs" c="dimmed">
        {text}
      </Text>
    )
  const each = ({ unit_cost: cost }: Movement) =>
    below(cost === null ? null : t('movements.each', { cost: format.cost(cost) }))
  const worthAfter = ({ value_after: worth }: Movement) =>
    below(worth === null ? null : t('movements.worth', { value: format.money(worth) }))
  const value = (row: Movement) =>
    row.value === null || row.value === undefined ? '' : format.money(row.value)
  const source = (row: Movement) => <SourceLink movement={row} />
  const columns: Column<Movement>[] = [
    {
      key: 'when',
      title: t('movements.when'),
      fixed: true,
      cell: (row) => format.instant(row.ts),
    },
    ...(ofOne ? [] : [{ key: 'product', title: t('picker.label'), words: true, cell: product }]),
    { key: 'reason', title: t('movements.reason'), cell: why },
    { key: 'source', title: t('movements.source'), cell: source },
    { key: 'who', title: t('movements.who'), cell: (row) => personName(row.user_id) },
    ...(several
      ? [
          {
            key: 'place',
            title: t('common.location'),
            cell: (row: Movement) => nameOf(row.location_id),
          },
        ]
      : []),
    {
      key: 'change',
      title: t('movements.change'),
      end: true,
      cell: (row) => (
        <>
          {change(row)}
          {each(row)}
        </>
      ),
    },
    ...(mayManage ? [{ key: 'value', title: t('movements.value'), end: true, cell: value }] : []),
    {
      key: 'after',
      title: t('movements.after'),
      end: true,
      cell: (row) => (
        <>
          {after(row)}
          {worthAfter(row)}
        </>
      ),
    },
  ]
  const phoneRow = (row: Movement): PhoneRow => ({
    title: (
      <>
        {ofOne ? null : <>{product(row)} · </>}
        {reasonText(row.reason)}
        {row.note ? ` · ${row.note}` : ''}
      </>
    ),
    value: change(row),
    detail: (
      <>
        {[format.lately(row.ts), personName(row.user_id), several ? nameOf(row.location_id) : null]
          .filter(Boolean)
          .join(' · ')}{' '}
        {source(row)}
      </>
    ),
    extra: t('picker.stock', { quantity: after(row) }),
  })
  return { columns, phoneRow }
}
