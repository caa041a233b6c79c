import { IconClipboardList, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useText } from '@/shared/i18n'
import { ProductFilter } from '@/shared/product-picker/ProductFilter'
import { countFilters } from '@/shared/search'
import { EmptyState } from '@/shared/ui/EmptyState'
import { Filters } from '@/shared/ui/Filters'
import { ListPanel } from '@/shared/ui/ListPanel'
import { LocationFilter } from '@/shared/ui/LocationFilter'
import { ButtonLink } from '@/shared/ui/links'
import { PageHeader } from '@/shared/ui/PageHeader'
import { Select } from '@/shared/ui/Select'
import { SupplierPicker } from '@/shared/ui/SupplierPicker'
import { useUser } from '@/shared/user'
import { lateOrdersQuery, ordersQuery } from './queries'
import { LIMIT, listFilter, type OrderSearch, type View, views } from './search'
import { useOrderColumns } from './use-order-columns'

type Props = { search: OrderSearch; onSearch: (change: OrderSearch) => void }

/** What is coming, and whether it came. */
export function OrdersPage({ search, onSearch }: Props) {
  const { t } = useText()
  const { mayManage } = useUser()
  const list = useQuery(ordersQuery(listFilter(search)))
  const late = useQuery(lateOrdersQuery)
  const { columns, phoneRow } = useOrderColumns()
  const view = search.view ?? 'open'
  const filtered = countFilters(search) > 0
  const change = (part: OrderSearch) => onSearch({ ...part, page: undefined })
  const overdue = late.data?.total ?? 0
  const create = (
    <ButtonLink
      to="/orders/new"
      search={search.supplier ? { supplier: search.supplier } : {}}
      leftSection={<IconPlus size={18} aria-hidden />}
    >
      {t('orders.new')}
    </ButtonLink>
  )
  return (
    <>
      <PageHeader
        title={t('orders.title')}
        subtitle={
          late.data ? (overdue > 0 ? t('orders.late', { count: overdue }) : t('orders.onTime')) : ''
        }
      >
        {mayManage ? create : null}
      </PageHeader>
      <Filters search={search} onSearch={onSearch}>
        <Select
          label={t('orders.view')}
          value={view}
          onChange={(value) => change({ view: value === 'open' ? undefined : (value as View) })}
          data={views.map((value) => ({
            value,
            label:
              value === 'open' || value === 'overdue' || value === 'all'
                ? t(`orders.views.${value}`)
                : t(`orders.statuses.${value}`),
          }))}
          style={{ flex: '1 1 10rem', maxWidth: '16rem' }}
        />
        <SupplierPicker
          clearable
          placeholder={t('lists.any')}
          value={search.supplier ?? null}
          onChange={(supplier) => change({ supplier: supplier?.id })}
          style={{ flex: '1 1 12rem', maxWidth: '20rem' }}
        />
        <ProductFilter product={search.product} onChange={(product) => change({ product })} />
        <LocationFilter location={search.location} onChange={(location) => change({ location })} />
      </Filters>
      <ListPanel
        name="orders"
        views
        label={t('orders.title')}
        list={list}
        columns={columns}
        rowKey={({ id }) => id}
        phone={phoneRow}
        pages={{ page: search.page ?? 1, limit: LIMIT, onChange: (page) => onSearch({ page }) }}
        empty={
          <EmptyState
            icon={IconClipboardList}
            title={t(filtered ? 'orders.nothing' : 'orders.empty')}
            {...(filtered ? {} : { text: t('orders.emptyText') })}
          >
            {mayManage && !filtered ? create : null}
          </EmptyState>
        }
      />
    </>
  )
}
