import { Button, SegmentedControl, Text } from '@mantine/core'
import { IconDownload, IconPigMoney } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { salesExportMargins } from '@/api/gen/sdk.gen'
import { useDownload } from '@/shared/download'
import { useText } from '@/shared/i18n'
import { useRange } from '@/shared/periods'
import { useProductNames } from '@/shared/product-names'
import { ProductFilter } from '@/shared/product-picker/ProductFilter'
import { useTax } from '@/shared/shop/use-tax'
import type { Column, PhoneRow } from '@/shared/ui/DataTable'
import { DayRange } from '@/shared/ui/DayRange'
import { EmptyState } from '@/shared/ui/EmptyState'
import { Filters } from '@/shared/ui/Filters'
import { ListPanel } from '@/shared/ui/ListPanel'
import { LocationFilter } from '@/shared/ui/LocationFilter'
import { TextLink } from '@/shared/ui/links'
import { PageHeader } from '@/shared/ui/PageHeader'
import { type Margin, marginsQuery } from './queries'
import {
  type Group as By,
  groups,
  LIMIT,
  listFilter,
  type MarginSearch,
  rowsFilter,
} from './search'

type Props = { search: MarginSearch; onSearch: (change: MarginSearch) => void }

/** What sales left, by the cost and tax of the moment of each. */
export function MarginsPage({ search, onSearch }: Props) {
  const { t, format } = useText()
  const range = useRange(search)
  const list = useQuery(marginsQuery(listFilter(search, range)))
  const { columns, phoneRow } = useMarginColumns(list.data?.rows ?? [])
  const download = useDownload(
    () =>
      salesExportMargins({
        query: { ...rowsFilter(search, range), spreadsheet: format.spreadsheet() },
        parseAs: 'blob',
      }),
    'margins.csv',
  )
  return (
    <>
      <PageHeader
        title={t('margins.title')}
        subtitle={t(range.from || range.to ? 'margins.subtitle' : 'margins.lately')}
      >
        <Button
          variant="default"
          leftSection={<IconDownload size={18} aria-hidden />}
          loading={download.isPending}
          onClick={() => download.mutate()}
        >
          {t('sales.export')}
        </Button>
      </PageHeader>
      <MarginFilters search={search} onSearch={(part) => onSearch({ ...part, page: undefined })} />
      <ListPanel
        name="margins"
        views
        label={t('margins.title')}
        list={list}
        columns={columns}
        rowKey={({ product_id, day, sale_id }) => `${product_id} ${day} ${sale_id}`}
        phone={phoneRow}
        pages={{ page: search.page ?? 1, limit: LIMIT, onChange: (page) => onSearch({ page }) }}
        empty={<EmptyState icon={IconPigMoney} title={t('margins.empty')} />}
      />
    </>
  )
}

function MarginFilters({ search, onSearch }: Props) {
  const { t } = useText()
  const { group, product, location, from, to, days } = search
  return (
    <Filters
      search={{ product, location, from, to, days }}
      onSearch={onSearch}
      lead={
        <SegmentedControl
          aria-label={t('margins.by')}
          value={group ?? 'product'}
          onChange={(value) => onSearch({ group: value as By })}
          data={groups.map((value) => ({ value, label: t(`margins.groups.${value}`) }))}
          style={{ flex: 'none', maxWidth: 'none' }}
        />
      }
    >
      <ProductFilter product={product} onChange={(chosen) => onSearch({ product: chosen })} />
      <LocationFilter location={location} onChange={(chosen) => onSearch({ location: chosen })} />
      <DayRange search={search} onChange={onSearch} />
    </Filters>
  )
}

function useMarginColumns(rows: readonly Margin[]) {
  const { t, format } = useText()
  const taxed = useTax()
  const products = useProductNames(rows.flatMap(({ product_id }) => product_id ?? []))
  const money = (value: number | null) => (value === null ? '–' : format.money(value))
  const what = (row: Margin) => {
    if (row.product_id === null) return row.day ? format.weekday(row.day) : ''
    const link = (
      <TextLink to="/products/$productId" params={{ productId: String(row.product_id) }} fw={600}>
        {products.get(row.product_id)?.name ?? t('movements.product', { id: row.product_id })}
      </TextLink>
    )
    if (row.sale_id === null) return link
    return (
      <>
        {link} · {t('margins.sale', { id: row.sale_id })}
      </>
    )
  }
  /** Of what is not known nothing is made up: it is said how much of it is missing. */
  const missing = (row: Margin) =>
    [
      row.unknown_cost > 0 ? t('margins.unknownCost', { count: row.unknown_cost }) : null,
      row.unknown_tax > 0 ? t('margins.unknownTax', { count: row.unknown_tax }) : null,
      row.unpriced > 0 ? t('margins.unpriced', { count: row.unpriced }) : null,
    ]
      .filter(Boolean)
      .join(' · ')
  const share = (row: Margin) => {
    const { margin_without_tax: margin, revenue_without_tax: revenue } = row
    return margin === null || !revenue ? '' : format.percent(margin / revenue)
  }
  const margin = (row: Margin) => (
    <Text
      span
      fw={600}
      c={(row.margin_without_tax ?? 0) < 0 ? 'var(--mantine-color-error)' : undefined}
    >
      {money(row.margin_without_tax ?? row.margin_with_tax)}
    </Text>
  )
  const columns: Column<Margin>[] = [
    {
      key: 'what',
      title: t('margins.of'),
      cell: (row) => (
        <>
          {what(row)}
          <Text size="xs" c="dimmed">
            {missing(row)}
          </Text>
        </>
      ),
    },
    {
      key: 'quantity',
      title: t('sales.quantity'),
      end: true,
      cell: (row) =>
        format.quantity(
          row.quantity,
          row.product_id === null ? undefined : products.get(row.product_id)?.unit,
        ),
    },
    {
      key: 'revenue',
      title: taxed(t('margins.revenue')),
      end: true,
      cell: (row) => money(row.revenue),
    },
    {
      key: 'net',
      title: t('margins.withoutTax'),
      end: true,
      cell: (row) => money(row.revenue_without_tax),
    },
    { key: 'cost', title: t('margins.cost'), end: true, cell: (row) => money(row.cost) },
    { key: 'margin', title: t('margins.margin'), end: true, cell: margin },
    { key: 'share', title: t('margins.share'), end: true, cell: share },
  ]
  const phoneRow = (row: Margin): PhoneRow => ({
    title: what(row),
    value: margin(row),
    detail: [t('margins.sold', { amount: money(row.revenue) }), missing(row)]
      .filter(Boolean)
      .join(' · '),
    extra: share(row),
  })
  return { columns, phoneRow }
}
