import { Title } from '@mantine/core'
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { productsListProductPrices } from '@/api/gen/sdk.gen'
import type { ProductsDayPriceOut } from '@/api/gen/types.gen'
import { useText } from '@/shared/i18n'
import { pageFrom } from '@/shared/paging'
import { productsKey } from '@/shared/products'
import { useTax } from '@/shared/shop/use-tax'
import type { Column, PhoneRow } from '@/shared/ui/DataTable'
import { ListPanel } from '@/shared/ui/ListPanel'

const LIMIT = 10

const pricesQuery = (id: number, page: number) =>
  queryOptions({
    queryKey: [...productsKey, 'prices', id, page],
    queryFn: async ({ signal }) => {
      const query = { page, limit: LIMIT }
      return pageFrom(await productsListProductPrices({ path: { product_id: id }, query, signal }))
    },
    placeholderData: keepPreviousData,
  })

/** What a product cost buyers, by the day from which it did. */
export function PriceHistory({ id }: { id: number }) {
  const { t, format } = useText()
  const taxed = useTax()
  const [page, setPage] = useState(1)
  const list = useQuery(pricesQuery(id, page))
  const day = ({ day: of }: ProductsDayPriceOut) => format.day(of)
  const price = ({ price: cents }: ProductsDayPriceOut) => format.money(cents)
  const columns: Column<ProductsDayPriceOut>[] = [
    { key: 'day', title: t('products.pricedFrom'), fixed: true, cell: day },
    { key: 'price', title: taxed(t('products.price')), end: true, cell: price },
  ]
  const phoneRow = (row: ProductsDayPriceOut): PhoneRow => ({
    title: day(row),
    value: price(row),
    detail: '',
  })
  return (
    <section aria-labelledby="prices">
      <Title order={2} id="prices" fz={18} mb="sm">
        {t('products.prices')}
      </Title>
      <ListPanel
        name="prices"
        label={t('products.prices')}
        list={list}
        columns={columns}
        rowKey={(row) => row.day}
        phone={phoneRow}
        pages={{ page, limit: LIMIT, onChange: setPage }}
      />
    </section>
  )
}
