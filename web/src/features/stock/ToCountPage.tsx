import { Button, Group } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useText } from '@/shared/i18n'
import { useLocations } from '@/shared/locations'
import { type Adjusted, adjustedOf } from '@/shared/stock/adjustment'
import type { Column, PhoneRow } from '@/shared/ui/DataTable'
import { EmptyState } from '@/shared/ui/EmptyState'
import { ListPanel } from '@/shared/ui/ListPanel'
import { LocationSelect } from '@/shared/ui/LocationSelect'
import { lateDialog } from '@/shared/ui/late-dialog'
import { TextLink } from '@/shared/ui/links'
import { PageHeader } from '@/shared/ui/PageHeader'
import { useUser } from '@/shared/user'
import { type CountDue, countsDueQuery } from './queries'
import { StockTabs } from './StockTabs'
import { dueFilter, type LevelSearch, LIMIT } from './search'

const AdjustDialog = lateDialog(() =>
  import('@/shared/stock/AdjustDialog').then((part) => part.AdjustDialog),
)

type Props = { search: LevelSearch; onSearch: (change: LevelSearch) => void }
type Counting = { product: Adjusted; location: number }

/** Where more was sold than the stock said: counting says what is there. */
export function ToCountPage({ search, onSearch }: Props) {
  const { t } = useText()
  const [counting, count] = useState<Counting | null>(null)
  const list = useQuery(countsDueQuery(dueFilter(search)))
  const { columns, phoneRow } = useDueColumns(count)
  const total = list.data?.total
  return (
    <>
      <PageHeader
        title={t('stock.toCount')}
        subtitle={total === undefined ? '' : t('stock.due', { count: total })}
      />
      <StockTabs />
      <Group mb="md">
        <LocationSelect
          clearable
          placeholder={t('lists.any')}
          value={search.location ?? null}
          onChange={(location) => onSearch({ location: location ?? undefined, page: undefined })}
        />
      </Group>
      <ListPanel
        name="to-count"
        views
        label={t('stock.toCount')}
        list={list}
        columns={columns}
        rowKey={({ product_id, location_id }) => `${product_id} ${location_id}`}
        phone={phoneRow}
        pages={{ page: search.page ?? 1, limit: LIMIT, onChange: (page) => onSearch({ page }) }}
        empty={
          <EmptyState
            icon={IconCircleCheck}
            title={t('stock.nothingDue')}
            text={t('stock.nothingDueText')}
          />
        }
      />
      {counting ? <AdjustDialog opened counting onClose={() => count(null)} {...counting} /> : null}
    </>
  )
}

function useDueColumns(onCount: (counting: Counting) => void) {
  const { t, format } = useText()
  const { several, nameOf } = useLocations()
  const { mayManage } = useUser()
  const units = (row: CountDue, value: number) => format.quantity(value, row.unit)
  const name = (row: CountDue) => (
    <TextLink to="/products/$productId" params={{ productId: String(row.product_id) }} fw={600}>
      {row.product_name}
    </TextLink>
  )
  const place = ({ location_id }: CountDue) => nameOf(location_id)
  const why = (row: CountDue) =>
    t('stock.soldMore', { count: row.sales, found: units(row, row.found) })
  const button = (row: CountDue) =>
    mayManage ? (
      <Button
        size="compact-sm"
        variant="light"
        aria-label={t('stock.countOf', { name: row.product_name, place: place(row) })}
        onClick={() => onCount({ product: adjustedOf(row, row.stock), location: row.location_id })}
      >
        {t('adjust.count')}
      </Button>
    ) : null
  const columns: Column<CountDue>[] = [
    { key: 'product', title: t('picker.label'), words: true, cell: name },
    ...(several ? [{ key: 'place', title: t('common.location'), cell: place }] : []),
    { key: 'why', title: t('stock.why'), cell: why },
    {
      key: 'since',
      title: t('stock.since'),
      fixed: true,
      cell: (row) => format.instant(row.first_at),
    },
    { key: 'stock', title: t('stock.onHand'), end: true, cell: (row) => units(row, row.stock) },
    { key: 'actions', title: t('common.actions'), hideTitle: true, end: true, cell: button },
  ]
  const phoneRow = (row: CountDue): PhoneRow => ({
    title: name(row),
    value: button(row),
    detail: [several ? place(row) : null, why(row)].filter(Boolean).join(' · '),
    extra: '',
  })
  return { columns, phoneRow }
}
