import { Badge, Button, Group, Text, TextInput } from '@mantine/core'
import { IconCalendarExclamation } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useText } from '@/shared/i18n'
import { useLocations } from '@/shared/locations'
import { ProductFilter } from '@/shared/product-picker/ProductFilter'
import type { Unit } from '@/shared/quantity'
import { useToday } from '@/shared/shop/use-shop'
import type { Column, PhoneRow } from '@/shared/ui/DataTable'
import { EmptyState } from '@/shared/ui/EmptyState'
import { Filters } from '@/shared/ui/Filters'
import { ListPanel } from '@/shared/ui/ListPanel'
import { LocationFilter } from '@/shared/ui/LocationFilter'
import { lateDialog } from '@/shared/ui/late-dialog'
import { TextLink } from '@/shared/ui/links'
import { PageHeader } from '@/shared/ui/PageHeader'
import { useUser } from '@/shared/user'
import { type Lot, lotsQuery } from './queries'
import { LIMIT, type LotSearch, lotFilter } from './search'

const WriteOffDialog = lateDialog(() =>
  import('./WriteOffDialog').then((part) => part.WriteOffDialog),
)

type Props = { search: LotSearch; onSearch: (change: LotSearch) => void }

/** What is there of each lot, the first to expire first. */
export function LotsPage({ search, onSearch }: Props) {
  const { t } = useText()
  const [writing, write] = useState<Lot | null>(null)
  const list = useQuery(lotsQuery(lotFilter(search)))
  const { columns, phoneRow } = useLotColumns(write)
  const { product, location, before, page } = search
  const change = (part: LotSearch) => onSearch({ ...part, page: undefined })
  return (
    <>
      <TextLink to="/stock" size="sm" display="inline-block" mb="xs">
        {t('stock.title')}
      </TextLink>
      <PageHeader title={t('lots.title')} subtitle={t('lots.subtitle')} />
      <Filters search={{ product, location, before }} onSearch={change}>
        <ProductFilter product={product} onChange={(chosen) => change({ product: chosen })} />
        <LocationFilter location={location} onChange={(chosen) => change({ location: chosen })} />
        <TextInput
          type="date"
          label={t('lots.before')}
          value={before ?? ''}
          onChange={({ currentTarget: { value } }) => change({ before: value || undefined })}
        />
      </Filters>
      <ListPanel
        name="lots"
        views
        label={t('lots.title')}
        list={list}
        columns={columns}
        rowKey={({ id }) => id}
        phone={phoneRow}
        pages={{ page: page ?? 1, limit: LIMIT, onChange: (next) => onSearch({ page: next }) }}
        empty={
          <EmptyState
            icon={IconCalendarExclamation}
            title={t('lots.empty')}
            text={t('lots.emptyText')}
          />
        }
      />
      {writing ? <WriteOffDialog lot={writing} onClose={() => write(null)} /> : null}
    </>
  )
}

function useLotColumns(onWrite: (lot: Lot) => void) {
  const { t, format } = useText()
  const { mayManage } = useUser()
  const { several, nameOf } = useLocations()
  const today = useToday()
  const name = (lot: Lot) => (
    <TextLink to="/products/$productId" params={{ productId: String(lot.product_id) }} fw={600}>
      {lot.name}
    </TextLink>
  )
  const code = ({ code: own }: Lot) =>
    own ?? (
      <Text span c="dimmed">
        {t('lots.unnamed')}
      </Text>
    )
  const expires = ({ expires_on: day }: Lot) =>
    day === null ? (
      t('lots.never')
    ) : (
      <Group gap="xs" component="span" display="inline-flex">
        {format.day(day)}
        {day < today ? (
          <Badge component="span" color="red" variant="light" tt="none">
            {t('lots.expired')}
          </Badge>
        ) : null}
      </Group>
    )
  const onHand = (lot: Lot) => format.quantity(lot.on_hand, lot.unit as Unit)
  const button = (lot: Lot) =>
    mayManage && lot.on_hand > 0 ? (
      <Button
        size="compact-sm"
        variant="default"
        aria-label={t('lots.writeOffOf', { name: lot.name, lot: lot.code ?? t('lots.unnamed') })}
        onClick={() => onWrite(lot)}
      >
        {t('lots.writeOff')}
      </Button>
    ) : null
  const columns: Column<Lot>[] = [
    { key: 'expires', title: t('lots.expires'), fixed: true, cell: expires },
    { key: 'product', title: t('picker.label'), words: true, cell: name },
    { key: 'lot', title: t('lots.lot'), cell: code },
    ...(several
      ? [
          {
            key: 'place',
            title: t('common.location'),
            cell: ({ location_id }: Lot) => nameOf(location_id),
          },
        ]
      : []),
    { key: 'onHand', title: t('lots.onHand'), end: true, cell: onHand },
    { key: 'actions', title: t('common.actions'), hideTitle: true, end: true, cell: button },
  ]
  const phoneRow = (lot: Lot): PhoneRow => ({
    title: name(lot),
    value: onHand(lot),
    detail: (
      <>
        {code(lot)}
        {several ? ` · ${nameOf(lot.location_id)}` : ''} · {expires(lot)}
      </>
    ),
    extra: button(lot),
  })
  return { columns, phoneRow }
}
