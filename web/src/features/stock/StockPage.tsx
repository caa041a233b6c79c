import { ActionIcon, Text, TextInput } from '@mantine/core'
import { IconAdjustments, IconBuildingStore } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useText } from '@/shared/i18n'
import { useLocations } from '@/shared/locations'
import { ProductFilter } from '@/shared/product-picker/ProductFilter'
import { useShop, useToday } from '@/shared/shop/use-shop'
import { type Adjusted, adjustedOf } from '@/shared/stock/adjustment'
import { levelsQuery, type StockLevel } from '@/shared/stock/queries'
import type { Column, PhoneRow } from '@/shared/ui/DataTable'
import { EmptyState } from '@/shared/ui/EmptyState'
import { Filters } from '@/shared/ui/Filters'
import { ListPanel } from '@/shared/ui/ListPanel'
import { LocationFilter } from '@/shared/ui/LocationFilter'
import { lateDialog } from '@/shared/ui/late-dialog'
import { TextLink } from '@/shared/ui/links'
import { PageHeader } from '@/shared/ui/PageHeader'
import { StockBadge } from '@/shared/ui/StockBadge'
import { Tooltip } from '@/shared/ui/Tooltip'
import { useUser } from '@/shared/user'
import { StockTabs } from './StockTabs'
import { type LevelSearch, LIMIT, levelFilter } from './search'

const AdjustDialog = lateDialog(() =>
  import('@/shared/stock/AdjustDialog').then((part) => part.AdjustDialog),
)

type Props = { search: LevelSearch; onSearch: (change: LevelSearch) => void }
type Adjusting = { product: Adjusted; location: number }

/** What lies where, now or at the end of a past day. */
export function StockPage({ search, onSearch }: Props) {
  const { t, format } = useText()
  const { time_zone } = useShop()
  const today = useToday()
  const [adjusting, adjust] = useState<Adjusting | null>(null)
  const list = useQuery(levelsQuery(levelFilter(search, time_zone)))
  const { columns, phoneRow } = useLevelColumns({ past: Boolean(search.day), onAdjust: adjust })
  const change = (part: LevelSearch) => onSearch({ ...part, page: undefined })
  return (
    <>
      <PageHeader
        title={t('stock.title')}
        subtitle={search.day ? t('stock.asOf', { day: format.day(search.day) }) : t('stock.now')}
      />
      <StockTabs />
      <Filters
        search={{ product: search.product, location: search.location, day: search.day }}
        onSearch={change}
      >
        <ProductFilter product={search.product} onChange={(product) => change({ product })} />
        <LocationFilter location={search.location} onChange={(location) => change({ location })} />
        <TextInput
          type="date"
          label={t('stock.day')}
          max={today}
          value={search.day ?? ''}
          onChange={({ currentTarget: { value } }) => change({ day: value || undefined })}
        />
      </Filters>
      <ListPanel
        name="stock"
        views
        label={t('stock.title')}
        list={list}
        columns={columns}
        rowKey={({ product_id, location_id }) => `${product_id} ${location_id}`}
        phone={phoneRow}
        pages={{ page: search.page ?? 1, limit: LIMIT, onChange: (page) => onSearch({ page }) }}
        empty={<EmptyState icon={IconBuildingStore} title={t('stock.empty')} />}
      />
      {adjusting ? <AdjustDialog opened onClose={() => adjust(null)} {...adjusting} /> : null}
    </>
  )
}

type Options = { past: boolean; onAdjust: (adjusting: Adjusting) => void }

function useLevelColumns({ past, onAdjust }: Options) {
  const { t, format } = useText()
  const { several, nameOf } = useLocations()
  const { mayManage } = useUser()
  const name = (row: StockLevel) => (
    <TextLink to="/products/$productId" params={{ productId: String(row.product_id) }} fw={600}>
      {row.product_name}
    </TextLink>
  )
  const place = ({ location_id }: StockLevel) => nameOf(location_id)
  const onHand = (row: StockLevel) => <StockBadge stock={row.on_hand} unit={row.unit} />
  const cost = (row: StockLevel) =>
    row.average_cost === null ? '–' : format.cost(Math.round(row.average_cost * 1e6) / 1e6)
  const value = (row: StockLevel) =>
    row.cost_known && row.value !== null ? format.money(row.value) : t('stock.unknownValue')
  const buttons = (row: StockLevel) => {
    if (!mayManage || past || row.archived) return null
    const label = t('stock.adjust', { name: row.product_name, place: place(row) })
    return (
      <Tooltip label={t('adjust.submit')}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={label}
          onClick={() =>
            onAdjust({ product: adjustedOf(row, row.on_hand), location: row.location_id })
          }
        >
          <IconAdjustments size={18} aria-hidden />
        </ActionIcon>
      </Tooltip>
    )
  }
  const columns: Column<StockLevel>[] = [
    { key: 'product', title: t('picker.label'), words: true, cell: name },
    {
      key: 'sku',
      title: t('products.sku'),
      words: true,
      cell: (row) => (
        <Text span c="dimmed">
          {row.product_sku}
        </Text>
      ),
    },
    ...(several ? [{ key: 'place', title: t('common.location'), cell: place }] : []),
    { key: 'onHand', title: t('stock.onHand'), end: true, cell: onHand },
    ...(mayManage ? [{ key: 'cost', title: t('stock.averageCost'), end: true, cell: cost }] : []),
    ...(mayManage ? [{ key: 'value', title: t('stock.value'), end: true, cell: value }] : []),
    { key: 'actions', title: t('common.actions'), hideTitle: true, end: true, cell: buttons },
  ]
  const phoneRow = (row: StockLevel): PhoneRow => ({
    title: name(row),
    value: onHand(row),
    detail: [row.product_sku, several ? place(row) : null, mayManage ? value(row) : null]
      .filter(Boolean)
      .join(' · '),
    extra: buttons(row),
  })
  return { columns, phoneRow }
}
