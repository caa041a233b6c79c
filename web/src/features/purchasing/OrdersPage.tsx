import { Button, Group, Select } from '@mantine/core'
import { IconClipboardList, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useText } from '@/shared/i18n'
import { EmptyState } from '@/shared/ui/EmptyState'
import { ListPanel } from '@/shared/ui/ListPanel'
import { ButtonLink } from '@/shared/ui/links'
import { PageHeader } from '@/shared/ui/PageHeader'
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
  const filtered = view !== 'open' || search.supplier !== undefined
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
      <Group mb="md" gap="sm" align="flex-end">
        <Select
          label={t('orders.view')}
          allowDeselect={false}
          value={view}
          onChange={(value) => onSearch({ view: value as View, page: undefined })}
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
          value={search.supplier ?? null}
          onChange={(supplier) => onSearch({ supplier: supplier?.id, page: undefined })}
          style={{ flex: '1 1 12rem', maxWidth: '20rem' }}
        />
        {search.product ? (
          <Button variant="subtle" onClick={() => onSearch({ product: undefined })}>
            {t('common.clear')}
          </Button>
        ) : null}
      </Group>
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
