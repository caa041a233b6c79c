import { IconReceipt } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useText } from '@/shared/i18n'
import { useRange } from '@/shared/periods'
import type { Sale } from '@/shared/sales'
import { countFilters } from '@/shared/search'
import { EmptyState } from '@/shared/ui/EmptyState'
import { ListPanel } from '@/shared/ui/ListPanel'
import { lateDialog } from '@/shared/ui/late-dialog'
import { ButtonLink } from '@/shared/ui/links'
import { PageHeader } from '@/shared/ui/PageHeader'
import { useUser } from '@/shared/user'
import { ExportButton } from './ExportButton'
import { salesQuery } from './queries'
import { SalesFilters } from './SalesFilters'
import { SalesTotal } from './SalesTotal'
import { LIMIT, listFilter, rowsFilter, type SaleSearch, type SaleSort, usualSort } from './search'
import { useSaleColumns } from './use-sale-columns'
import { VoidDialog } from './VoidDialog'

const ReturnDialog = lateDialog(() => import('./ReturnDialog').then((part) => part.ReturnDialog))

type Props = { search: SaleSearch; onSearch: (change: SaleSearch) => void }

/** Every sale, filtered by all that is known of one; managers can cancel one, or take a part back. */
export function SalesPage({ search, onSearch }: Props) {
  const { t } = useText()
  const { maySell, mayManage } = useUser()
  const [voiding, setVoiding] = useState<Sale | null>(null)
  const range = useRange(search)
  const list = useQuery(salesQuery(listFilter(search, range)))
  const [returning, setReturning] = useState<Sale | null>(null)
  const { columns, phoneRow } = useSaleColumns(list.data?.rows ?? [], {
    onVoid: setVoiding,
    onReturn: setReturning,
  })
  const filtered = countFilters(search) > 0
  return (
    <>
      <PageHeader
        title={t('sales.title')}
        subtitle={<SalesTotal filter={rowsFilter(search, range)} />}
        lines={2}
      >
        {mayManage ? (
          <ButtonLink to="/sales/margins" variant="default">
            {t('margins.title')}
          </ButtonLink>
        ) : null}
        <ButtonLink to="/sales/baskets" variant="default">
          {t('baskets.title')}
        </ButtonLink>
        <ExportButton filter={rowsFilter(search, range)} />
        {maySell ? <ButtonLink to="/sales/new">{t('nav.sell')}</ButtonLink> : null}
      </PageHeader>
      <SalesFilters search={search} onSearch={onSearch} />
      <ListPanel
        name="sales"
        views
        label={t('sales.title')}
        list={list}
        columns={columns}
        rowKey={(sale) => sale.id}
        phone={phoneRow}
        sort={search.sort ?? usualSort}
        onSort={(sort) =>
          onSearch({ sort: sort === usualSort ? undefined : (sort as SaleSort), page: undefined })
        }
        pages={{ page: search.page ?? 1, limit: LIMIT, onChange: (page) => onSearch({ page }) }}
        empty={
          <EmptyState
            icon={IconReceipt}
            title={t(filtered ? 'sales.nothing' : 'sales.empty')}
            {...(filtered ? {} : { text: t('sales.emptyText') })}
          >
            {filtered || !mayManage ? null : (
              <ButtonLink to="/data">{t('sales.bringIn')}</ButtonLink>
            )}
          </EmptyState>
        }
      />
      {returning ? <ReturnDialog sale={returning} onClose={() => setReturning(null)} /> : null}
      <VoidDialog sale={voiding} onClose={() => setVoiding(null)} />
    </>
  )
}
