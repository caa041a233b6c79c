import { Badge, Button, Checkbox, Group, TextInput } from '@mantine/core'
import { useDebouncedCallback, useDisclosure } from '@mantine/hooks'
import { IconPlus, IconSearch, IconTruckDelivery, IconUpload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useText } from '@/shared/i18n'
import { type Supplier, suppliersQuery } from '@/shared/suppliers'
import type { Column, PhoneRow } from '@/shared/ui/DataTable'
import { EmptyState } from '@/shared/ui/EmptyState'
import { ListPanel } from '@/shared/ui/ListPanel'
import { lateDialog } from '@/shared/ui/late-dialog'
import { ButtonLink, TextLink } from '@/shared/ui/links'
import { PageHeader } from '@/shared/ui/PageHeader'
import { useUser } from '@/shared/user'
import { LIMIT, listFilter, type SupplierSearch } from './search'

const ImportDialog = lateDialog(() => import('./ImportDialog').then((part) => part.ImportDialog))

type Props = {
  search: SupplierSearch
  onSearch: (change: SupplierSearch, options?: { replace: boolean }) => void
}

/** Whom the shop buys from. */
export function SuppliersPage({ search, onSearch }: Props) {
  const { t } = useText()
  const { mayManage } = useUser()
  const [importing, sheet] = useDisclosure(false)
  const list = useQuery(suppliersQuery(listFilter(search)))
  const { columns, phoneRow } = useSupplierColumns()
  const searchFor = useDebouncedCallback(
    (text: string) => onSearch({ q: text.trim() || undefined, page: undefined }, { replace: true }),
    200,
  )
  const total = list.data?.total
  const filtered = Boolean(search.q || search.archived)
  const create = (
    <ButtonLink to="/suppliers/new" leftSection={<IconPlus size={18} aria-hidden />}>
      {t('suppliers.new')}
    </ButtonLink>
  )
  return (
    <>
      <PageHeader
        title={t('suppliers.title')}
        subtitle={total === undefined ? '' : t('suppliers.count', { count: total })}
      >
        {mayManage ? (
          <>
            <ButtonLink to="/supplier-returns" variant="default">
              {t('supplierReturns.title')}
            </ButtonLink>
            <Button
              variant="default"
              leftSection={<IconUpload size={18} aria-hidden />}
              onClick={sheet.open}
            >
              {t('sheets.title')}
            </Button>
            {create}
          </>
        ) : null}
      </PageHeader>
      <Group mb="md" gap="md">
        <TextInput
          type="search"
          aria-label={t('suppliers.search')}
          placeholder={t('suppliers.search')}
          leftSection={<IconSearch size={16} aria-hidden />}
          defaultValue={search.q ?? ''}
          onChange={(event) => searchFor(event.currentTarget.value)}
          style={{ flex: '1 1 14rem', maxWidth: '26rem' }}
        />
        <Checkbox
          label={t('suppliers.archived')}
          checked={search.archived ?? false}
          onChange={({ currentTarget: { checked } }) =>
            onSearch({ archived: checked || undefined, page: undefined })
          }
        />
      </Group>
      <ListPanel
        name="suppliers"
        views
        label={t('suppliers.title')}
        list={list}
        columns={columns}
        rowKey={({ id }) => id}
        phone={phoneRow}
        pages={{ page: search.page ?? 1, limit: LIMIT, onChange: (page) => onSearch({ page }) }}
        empty={
          <EmptyState
            icon={IconTruckDelivery}
            title={t(filtered ? 'suppliers.nothing' : 'suppliers.empty')}
            {...(filtered ? {} : { text: t('suppliers.emptyText') })}
          >
            {mayManage && !filtered ? create : null}
          </EmptyState>
        }
      />
      {importing ? <ImportDialog onClose={sheet.close} /> : null}
    </>
  )
}

function useSupplierColumns() {
  const { t, format } = useText()
  const link = (supplier: Supplier) => (
    <Group gap="xs">
      <TextLink to="/suppliers/$supplierId" params={{ supplierId: String(supplier.id) }} fw={600}>
        {supplier.name}
      </TextLink>
      {supplier.archived ? (
        <Badge color="gray" variant="light" tt="none">
          {t('common.archived')}
        </Badge>
      ) : null}
    </Group>
  )
  const leadTime = ({ lead_time_days: days }: Supplier) =>
    days === null ? '–' : t('suppliers.days', { count: days })
  const minimum = ({ minimum_order_value: least, currency }: Supplier) =>
    least === null ? '–' : format.money(least, currency)
  const columns: Column<Supplier>[] = [
    { key: 'name', title: t('suppliers.name'), words: true, cell: link },
    { key: 'contact', title: t('suppliers.email'), cell: ({ email }) => email ?? '–' },
    { key: 'lead', title: t('suppliers.lead_time_days'), end: true, cell: leadTime },
    { key: 'least', title: t('suppliers.minimum_order_value'), end: true, cell: minimum },
  ]
  const phoneRow = (supplier: Supplier): PhoneRow => ({
    title: link(supplier),
    value: leadTime(supplier),
    detail: supplier.email ?? '',
    extra: supplier.minimum_order_value === null ? '' : `≥ ${minimum(supplier)}`,
  })
  return { columns, phoneRow }
}
