import { Text, Title } from '@mantine/core'
import { IconArrowsExchange } from '@tabler/icons-react'
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { productsListProductMovements } from '@/api/gen/sdk.gen'
import type { ProductsMovementOut } from '@/api/gen/types.gen'
import { useText } from '@/shared/i18n'
import { pageFrom } from '@/shared/paging'
import { productsKey } from '@/shared/products'
import type { Unit } from '@/shared/quantity'
import type { Column, PhoneRow } from '@/shared/ui/DataTable'
import { EmptyState } from '@/shared/ui/EmptyState'
import { ListPanel } from '@/shared/ui/ListPanel'
import { useReasonText } from './reasons'

const LIMIT = 20

const movementsQuery = (productId: number, page: number) =>
  queryOptions({
    queryKey: [...productsKey, 'movements', productId, page],
    queryFn: async ({ signal }) =>
      pageFrom(
        await productsListProductMovements({
          path: { product_id: productId },
          query: { page, limit: LIMIT },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  })

type Props = {
  productId: number
  unit: Unit | undefined
  page: number
  onPage: (page: number) => void
}

/** The ledger of one product: every change of its stock, newest first. */
export function Movements({ productId, unit, page, onPage }: Props) {
  const { t, format } = useText()
  const reasonText = useReasonText()
  const list = useQuery(movementsQuery(productId, page))
  const change = (movement: ProductsMovementOut) => (
    <Text span fw={600} c={movement.delta > 0 ? 'light-dark(#12704d, #79c5a2)' : undefined}>
      {format.signed(movement.delta)}
      {format.unitSuffix(unit)}
    </Text>
  )
  const columns: Column<ProductsMovementOut>[] = [
    {
      key: 'when',
      title: t('products.when'),
      fixed: true,
      cell: (row) => format.instant(row.ts),
    },
    { key: 'reason', title: t('products.reason'), cell: (row) => reasonText(row.reason) },
    { key: 'note', title: t('products.note'), cell: (row) => row.note ?? '' },
    { key: 'change', title: t('products.change'), end: true, cell: change },
    {
      key: 'after',
      title: t('products.after'),
      end: true,
      cell: (row) => format.quantity(row.stock, unit),
    },
  ]
  const phoneRow = (row: ProductsMovementOut): PhoneRow => ({
    title: reasonText(row.reason),
    value: change(row),
    detail: format.instant(row.ts),
    extra: t('picker.stock', { quantity: format.quantity(row.stock, unit) }),
  })
  return (
    <section aria-labelledby="movements">
      <Title order={2} id="movements" fz={18} mb="sm">
        {t('products.movements')}
      </Title>
      <ListPanel
        label={t('products.movements')}
        list={list}
        columns={columns}
        rowKey={(row) => row.id}
        phone={phoneRow}
        pages={{ page, limit: LIMIT, onChange: onPage }}
        empty={<EmptyState icon={IconArrowsExchange} title={t('products.movementsEmpty')} />}
      />
    </section>
  )
}
