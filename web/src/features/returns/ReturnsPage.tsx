import { IconPlus, IconTruckReturn } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useText } from '@/shared/i18n'
import { useLocations } from '@/shared/locations'
import { useRange } from '@/shared/periods'
import { ProductFilter } from '@/shared/product-picker/ProductFilter'
import { countFilters } from '@/shared/search'
import type { Column, PhoneRow } from '@/shared/ui/DataTable'
import { DayRange } from '@/shared/ui/DayRange'
import { EmptyState } from '@/shared/ui/EmptyState'
import { Filters } from '@/shared/ui/Filters'
import { ListPanel } from '@/shared/ui/ListPanel'
import { LocationFilter } from '@/shared/ui/LocationFilter'
import { ButtonLink, TextLink } from '@/shared/ui/links'
import { PageHeader } from '@/shared/ui/PageHeader'
import { SupplierName } from '@/shared/ui/SupplierName'
import { SupplierPicker } from '@/shared/ui/SupplierPicker'
import { returnsQuery, type SupplierReturn } from './queries'
import { LIMIT, listFilter, type ReturnSearch } from './search'

type Props = { search: ReturnSearch; onSearch: (change: ReturnSearch) => void }

/** What went back to suppliers, the latest first. */
export function ReturnsPage({ search, onSearch }: Props) {
  const { t } = useText()
  const list = useQuery(returnsQuery(listFilter(search, useRange(search))))
  const filtered = countFilters(search) > 0
  const change = (part: ReturnSearch) => onSearch({ ...part, page: undefined })
  const { columns, phoneRow } = useReturnColumns()
  const create = (
    <ButtonLink to="/supplier-returns/new" leftSection={<IconPlus size={18} aria-hidden />}>
      {t('supplierReturns.new')}
    </ButtonLink>
  )
  return (
    <>
      <TextLink to="/suppliers" size="sm" display="inline-block" mb="xs">
        {t('suppliers.title')}
      </TextLink>
      <PageHeader title={t('supplierReturns.title')} subtitle={t('supplierReturns.subtitle')}>
        {create}
      </PageHeader>
      <Filters search={search} onSearch={onSearch}>
        <SupplierPicker
          clearable
          placeholder={t('lists.any')}
          value={search.supplier ?? null}
          onChange={(chosen) => change({ supplier: chosen?.id })}
        />
        <ProductFilter product={search.product} onChange={(product) => change({ product })} />
        <DayRange search={search} onChange={change} />
        <LocationFilter location={search.location} onChange={(location) => change({ location })} />
      </Filters>
      <ListPanel
        name="supplier-returns"
        views
        label={t('supplierReturns.title')}
        list={list}
        columns={columns}
        rowKey={({ id }) => id}
        phone={phoneRow}
        pages={{ page: search.page ?? 1, limit: LIMIT, onChange: (page) => onSearch({ page }) }}
        empty={
          <EmptyState
            icon={IconTruckReturn}
            title={t(filtered ? 'lists.nothing' : 'supplierReturns.empty')}
          >
            {filtered ? null : create}
          </EmptyState>
        }
      />
    </>
  )
}

function useReturnColumns() {
  const { t, format } = useText()
  const { several, nameOf } = useLocations()
  const link = ({ id, number }: SupplierReturn) => (
    <TextLink to="/supplier-returns/$returnId" params={{ returnId: String(id) }} fw={600}>
      {number}
    </TextLink>
  )
  const supplier = ({ supplier_id }: SupplierReturn) => <SupplierName id={supplier_id} />
  const why = ({ reason }: SupplierReturn) => t(`supplierReturns.reasons.${reason}`)
  const day = ({ created_at }: SupplierReturn) => format.instant(created_at)
  const columns: Column<SupplierReturn>[] = [
    { key: 'number', title: t('supplierReturns.number'), fixed: true, cell: link },
    { key: 'day', title: t('supplierReturns.day'), fixed: true, cell: day },
    { key: 'supplier', title: t('common.supplier'), cell: supplier },
    ...(several
      ? [
          {
            key: 'place',
            title: t('common.location'),
            cell: ({ location_id }: SupplierReturn) => nameOf(location_id),
          },
        ]
      : []),
    { key: 'reason', title: t('orders.reason'), cell: why },
    {
      key: 'lines',
      title: t('orders.lines'),
      end: true,
      cell: ({ lines }) => format.integer(lines.length),
    },
  ]
  const phoneRow = (row: SupplierReturn): PhoneRow => ({
    title: link(row),
    value: why(row),
    detail: supplier(row),
    extra: day(row),
  })
  return { columns, phoneRow }
}
