import { Group, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useText } from '@/shared/i18n'
import { useProductNames } from '@/shared/product-names'
import type { Column, PhoneRow } from '@/shared/ui/DataTable'
import { ListPanel } from '@/shared/ui/ListPanel'
import { TextLink } from '@/shared/ui/links'
import { Select } from '@/shared/ui/Select'
import { isClear, offBy } from './outcome'
import {
  type Against,
  againsts,
  PRODUCTS_SHOWN,
  type ProductSort,
  type ReplayedProduct,
  type ReplayResult,
  replayedProductsQuery,
  type Saving,
} from './queries'

const sorts = [
  '-saved',
  'saved',
  '-lost',
  'lost',
  '-stock_value',
  'stock_value',
  'product',
  '-product',
] as const satisfies readonly ProductSort[]

/** The same product by product: where the advice gains, and where it does not. */
export function Products({ result }: { result: ReplayResult }) {
  const { t } = useText()
  const choices = againsts.filter((against) => result.savings[against])
  const [against, setAgainst] = useState<Against>(choices[0] ?? 'min_max')
  const [sort, setSort] = useState<ProductSort>('-saved')
  const [page, setPage] = useState(1)
  const list = useQuery(replayedProductsQuery(result.replay.id, { sort, against, page }))
  const { columns, phoneRow } = useColumns(list.data?.rows ?? [], against)
  const sortBy = (value: string | null) => {
    const found = sorts.find((known) => known === value)
    if (!found) return
    setSort(found)
    setPage(1)
  }
  const fields = { product: 'sales.product', saved: 'replay.saved', lost: 'replay.fewer' } as const
  const labelOf = (value: (typeof sorts)[number]) => {
    const field = value.replace('-', '') as keyof typeof fields | 'stock_value'
    const direction = value.startsWith('-') ? 'descending' : 'ascending'
    const name = field === 'stock_value' ? t('replay.inStock') : t(fields[field])
    return `${name}, ${t(`common.sorted.${direction}`)}`
  }
  if (choices.length === 0) return null
  return (
    <section>
      <Title order={2} fz={18} mb="sm">
        {t('replay.byProduct')}
      </Title>
      <Group mb="sm" gap="sm" align="flex-end">
        <Select
          label={t('replay.comparedWith')}
          value={against}
          data={choices.map((value) => ({ value, label: t(`replay.rules.${value}`) }))}
          onChange={(value) => {
            if (value) setAgainst(value)
            setPage(1)
          }}
        />
        <Select
          hiddenFrom="sm"
          label={t('common.sortBy')}
          value={sort}
          data={sorts.map((value) => ({ value, label: labelOf(value) }))}
          onChange={sortBy}
        />
      </Group>
      <ListPanel
        name="replay"
        label={t('replay.byProduct')}
        list={list}
        columns={columns}
        rowKey={({ product_id }) => product_id}
        phone={phoneRow}
        sort={sort}
        onSort={sortBy}
        pages={{ page, limit: PRODUCTS_SHOWN, onChange: setPage }}
      />
    </section>
  )
}

function useColumns(rows: readonly ReplayedProduct[], against: Against) {
  const { t, format } = useText()
  const names = useProductNames(rows.map(({ product_id }) => product_id))
  const name = ({ product_id }: ReplayedProduct) => (
    <TextLink to="/forecast/$productId" params={{ productId: String(product_id) }}>
      {names.get(product_id)?.name ?? t('sales.unknownProduct', { id: product_id })}
    </TextLink>
  )
  const of =
    (shown: (saving: Saving) => string | null) =>
    ({ savings }: ReplayedProduct) => {
      const saving = savings[against]
      return (saving && shown(saving)) ?? '–'
    }
  const money = (value: number | null) => (value === null ? null : format.money(value))
  const saved = of((saving) => money(saving.saved))
  const fewer = of(({ lost }) => format.decimal(lost))
  const sure = of((saving) => {
    const clear = isClear(saving)
    if (clear === null) return null
    return t(clear ? 'replay.sure' : 'replay.unsure', { noise: format.money(offBy(saving)) })
  })
  const columns: Column<ReplayedProduct>[] = [
    { key: 'product', title: t('sales.product'), sort: 'product', words: true, cell: name },
    { key: 'saved', title: t('replay.saved'), sort: 'saved', end: true, cell: saved },
    { key: 'sure', title: t('replay.howSure'), cell: sure },
    { key: 'lost', title: t('replay.fewer'), sort: 'lost', end: true, cell: fewer },
    {
      key: 'stock',
      title: t('replay.inStock'),
      sort: 'stock_value',
      end: true,
      cell: of((saving) => money(saving.stock_value)),
    },
  ]
  const phoneRow = (row: ReplayedProduct): PhoneRow => ({
    title: name(row),
    value: saved(row),
    detail: t('common.labelled', { label: t('replay.fewer'), value: fewer(row) }),
    extra: sure(row),
  })
  return { columns, phoneRow }
}
