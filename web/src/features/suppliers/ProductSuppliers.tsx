import { Badge, Group, Text, Title } from '@mantine/core'
import { IconTruck } from '@tabler/icons-react'
import { useQueries, useQuery } from '@tanstack/react-query'
import { useText } from '@/shared/i18n'
import { AT_ONCE } from '@/shared/paging'
import type { Product } from '@/shared/products'
import { type Supplier, suppliersQuery, type Terms, termsQuery } from '@/shared/suppliers'
import type { Column, PhoneRow } from '@/shared/ui/DataTable'
import { EmptyState } from '@/shared/ui/EmptyState'
import { ListPanel } from '@/shared/ui/ListPanel'
import { TextLink } from '@/shared/ui/links'
import { useUser } from '@/shared/user'
import { useTermsCells } from './use-terms-cells'

type Offer = { supplier: Supplier; terms: Terms }

/** Who sells a product and at which terms, the usual supplier first. */
export function ProductSuppliers({ product }: { product: Product }) {
  const { mayManage } = useUser()
  return mayManage ? <Offers product={product} /> : null
}

function Offers({ product }: { product: Product }) {
  const { t } = useText()
  const suppliers = useQuery(suppliersQuery({ product_id: product.id, limit: AT_ONCE }))
  const offers = useOffers(product.id, suppliers.data?.rows ?? [])
  const { columns, phoneRow } = useOfferColumns(product)
  const data = suppliers.data && offers && { rows: offers, total: offers.length }
  return (
    <section aria-labelledby="product-suppliers">
      <Title order={2} id="product-suppliers" fz={18} mb="sm">
        {t('suppliers.title')}
      </Title>
      <ListPanel
        name="product-suppliers"
        label={t('suppliers.title')}
        list={{ ...suppliers, data }}
        columns={columns}
        rowKey={({ supplier }) => supplier.id}
        phone={phoneRow}
        empty={
          <EmptyState
            icon={IconTruck}
            title={t('suppliers.nobodySells')}
            text={t('suppliers.nobodySellsText')}
          />
        }
      />
    </section>
  )
}

/** Undefined while one of them is on its way. */
function useOffers(product: number, suppliers: readonly Supplier[]): Offer[] | undefined {
  const found = useQueries({
    queries: suppliers.map(({ id }) => termsQuery(id, { product_id: [product], limit: 1 })),
  })
  if (found.some(({ data, isError }) => data === undefined && !isError)) return undefined
  return suppliers
    .flatMap((supplier, n) => (found[n]?.data?.rows ?? []).map((terms) => ({ supplier, terms })))
    .sort((a, b) => Number(b.terms.preferred) - Number(a.terms.preferred))
}

function useOfferColumns({ unit }: Product) {
  const { t } = useText()
  const { units, cost, breaks, leadTime } = useTermsCells()
  const name = ({ supplier, terms }: Offer) => (
    <Group gap="xs">
      <TextLink to="/suppliers/$supplierId" params={{ supplierId: String(supplier.id) }} fw={600}>
        {supplier.name}
      </TextLink>
      {terms.preferred ? (
        <Badge variant="light" tt="none">
          {t('terms.usual')}
        </Badge>
      ) : null}
    </Group>
  )
  const price = ({ supplier, terms }: Offer) => (
    <>
      {cost(supplier, terms)}
      <Text size="xs" c="dimmed">
        {breaks(supplier, terms, unit)}
      </Text>
    </>
  )
  const multiple = ({ terms }: Offer) => units(terms.order_multiple, unit)
  const least = ({ terms }: Offer) =>
    terms.minimum_quantity ? units(terms.minimum_quantity, unit) : '–'
  const lead = ({ supplier, terms }: Offer) => leadTime(supplier, terms)
  const columns: Column<Offer>[] = [
    { key: 'supplier', title: t('common.supplier'), words: true, cell: name },
    { key: 'sku', title: t('terms.sku'), cell: ({ terms }) => terms.sku ?? '–' },
    { key: 'cost', title: t('terms.unit_cost'), end: true, cell: price },
    { key: 'multiple', title: t('terms.order_multiple'), end: true, cell: multiple },
    { key: 'least', title: t('terms.minimum_quantity'), end: true, cell: least },
    { key: 'lead', title: t('terms.lead_time_days'), end: true, cell: lead },
  ]
  const phoneRow = (offer: Offer): PhoneRow => ({
    title: name(offer),
    value: cost(offer.supplier, offer.terms),
    detail: (
      <>
        {[offer.terms.sku, t('terms.by', { quantity: multiple(offer) })]
          .filter(Boolean)
          .join(' · ')}{' '}
        · {lead(offer)}
      </>
    ),
    extra: '',
  })
  return { columns, phoneRow }
}
