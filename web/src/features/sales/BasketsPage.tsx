import { Badge, Text } from '@mantine/core'
import { IconShoppingBag } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useText } from '@/shared/i18n'
import { useLocations } from '@/shared/locations'
import { usePersonName } from '@/shared/people'
import { useRange } from '@/shared/periods'
import { countFilters } from '@/shared/search'
import { useTax } from '@/shared/shop/use-tax'
import type { Column, PhoneRow } from '@/shared/ui/DataTable'
import { EmptyState } from '@/shared/ui/EmptyState'
import { ListPanel } from '@/shared/ui/ListPanel'
import { ButtonLink, TextLink } from '@/shared/ui/links'
import { PageHeader } from '@/shared/ui/PageHeader'
import { useUser } from '@/shared/user'
import { basketsQuery, type SoldBasket } from './basket-queries'
import { SalesFilters } from './SalesFilters'
import { type BasketSearch, LIMIT, listFilter } from './search'

type Props = { search: BasketSearch; onSearch: (change: BasketSearch) => void }

/** What was sold together, newest first. */
export function BasketsPage({ search, onSearch }: Props) {
  const { t } = useText()
  const { maySell } = useUser()
  const list = useQuery(basketsQuery(listFilter(search, useRange(search))))
  const { columns, phoneRow } = useBasketColumns()
  const total = list.data?.total
  const filtered = countFilters(search) > 0
  return (
    <>
      <TextLink to="/sales" size="sm" display="inline-block" mb="xs">
        {t('sales.title')}
      </TextLink>
      <PageHeader
        title={t('baskets.title')}
        subtitle={total === undefined ? '' : t('baskets.count', { count: total })}
      >
        {maySell ? <ButtonLink to="/sales/new">{t('nav.sell')}</ButtonLink> : null}
      </PageHeader>
      <SalesFilters search={search} onSearch={onSearch} />
      <ListPanel
        name="baskets"
        views
        label={t('baskets.title')}
        list={list}
        columns={columns}
        rowKey={({ id }) => id}
        phone={phoneRow}
        pages={{ page: search.page ?? 1, limit: LIMIT, onChange: (page) => onSearch({ page }) }}
        empty={
          <EmptyState
            icon={IconShoppingBag}
            title={t(filtered ? 'baskets.nothing' : 'baskets.empty')}
            {...(filtered ? {} : { text: t('baskets.emptyText') })}
          >
            {filtered || !maySell ? null : <ButtonLink to="/sales/new">{t('nav.sell')}</ButtonLink>}
          </EmptyState>
        }
      />
    </>
  )
}

function useBasketColumns() {
  const { t, format } = useText()
  const taxed = useTax()
  const { several, nameOf } = useLocations()
  const personName = usePersonName()
  const link = (basket: SoldBasket) => (
    <TextLink to="/sales/baskets/$basketId" params={{ basketId: String(basket.id) }} fw={600}>
      {t('baskets.one', { id: basket.id })}
    </TextLink>
  )
  const total = (basket: SoldBasket) => (
    <Text span {...(basket.voided ? { td: 'line-through', c: 'dimmed' } : {})}>
      {format.money(basket.total)}
    </Text>
  )
  const state = (basket: SoldBasket) =>
    basket.voided ? (
      <Badge color="gray" variant="light" tt="none">
        {t('sales.voided')}
      </Badge>
    ) : null
  const lines = ({ lines: all }: SoldBasket) => t('baskets.lines', { count: all.length })
  const place = ({ location_id }: SoldBasket) => nameOf(location_id)
  const columns: Column<SoldBasket>[] = [
    { key: 'basket', title: t('baskets.basket'), fixed: true, cell: link },
    {
      key: 'when',
      title: t('sales.soldAt'),
      fixed: true,
      cell: (basket) => format.instant(basket.sold_at),
    },
    { key: 'who', title: t('movements.who'), cell: (basket) => personName(basket.user_id) },
    ...(several ? [{ key: 'place', title: t('common.location'), cell: place }] : []),
    { key: 'lines', title: t('orders.lines'), cell: lines },
    { key: 'state', title: t('sales.status'), cell: state },
    { key: 'total', title: taxed(t('sales.total')), end: true, cell: total },
  ]
  const phoneRow = (basket: SoldBasket): PhoneRow => ({
    title: link(basket),
    value: total(basket),
    detail: `${format.lately(basket.sold_at)} · ${lines(basket)}`,
    extra: state(basket),
  })
  return { columns, phoneRow }
}
