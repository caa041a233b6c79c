import { Button, Group, Select, TextInput } from '@mantine/core'
import { useDebouncedCallback, useDisclosure } from '@mantine/hooks'
import { IconPackage, IconPlus, IconSearch, IconUpload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useText } from '@/shared/i18n'
import { type Product, productsQuery } from '@/shared/products'
import { EmptyState } from '@/shared/ui/EmptyState'
import { ListPanel } from '@/shared/ui/ListPanel'
import { PageHeader } from '@/shared/ui/PageHeader'
import { usePhone } from '@/shared/ui/use-phone'
import { useUser } from '@/shared/user'
import { CatalogueFile } from './CatalogueFile'
import { ProductDialog } from './ProductDialog'
import { LIMIT, listFilter, type ProductSearch, sorts } from './search'
import { useProductColumns } from './use-product-columns'

type Props = {
  search: ProductSearch
  onSearch: (change: ProductSearch, options?: { replace: boolean }) => void
  onCreated: (product: Product) => void
}

/** The catalogue: search, sort and page are the service's work and part of the address. */
export function ProductsPage({ search, onSearch, onCreated }: Props) {
  const { t } = useText()
  const phone = usePhone()
  const { mayManage } = useUser()
  const [creating, dialog] = useDisclosure(false)
  const [sheetOpened, sheet] = useDisclosure(false)
  const { columns, phoneRow } = useProductColumns(search)
  const list = useQuery(productsQuery(listFilter(search)))
  const searchFor = useDebouncedCallback(
    (text: string) => onSearch({ q: text.trim() || undefined, page: undefined }, { replace: true }),
    200,
  )
  const total = list.data?.total
  const sort = search.sort ?? (search.q ? undefined : 'name')
  const sortBy = (value: string | null) =>
    onSearch({ sort: sorts.find((known) => known === value), page: undefined })
  const newProduct = (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={dialog.open}>
      {t('products.new')}
    </Button>
  )

  return (
    <>
      <PageHeader
        title={t('products.title')}
        subtitle={total === undefined ? '' : t('products.count', { count: total })}
      >
        {mayManage ? (
          <>
            <Button
              variant="default"
              leftSection={<IconUpload size={18} aria-hidden />}
              onClick={sheet.open}
            >
              {t('sheets.title')}
            </Button>
            {newProduct}
          </>
        ) : null}
      </PageHeader>
      <Group mb="md" gap="sm" align="flex-end">
        <TextInput
          type="search"
          aria-label={t('products.searchLabel')}
          placeholder={t('products.searchHint')}
          leftSection={<IconSearch size={16} aria-hidden />}
          defaultValue={search.q ?? ''}
          onChange={(event) => searchFor(event.currentTarget.value)}
          style={{ flex: '1 1 14rem', maxWidth: '26rem' }}
        />
        {phone ? (
          <Select
            aria-label={t('common.sortBy')}
            value={sort ?? null}
            placeholder={t('common.bestMatch')}
            onChange={sortBy}
            allowDeselect={false}
            data={sorts.map((value) => ({ value, label: sortLabel(t, value) }))}
            style={{ flex: '1 1 9rem' }}
          />
        ) : null}
      </Group>
      <ListPanel
        label={t('products.title')}
        list={list}
        columns={columns}
        rowKey={(product) => product.id}
        phone={phoneRow}
        {...(sort ? { sort } : {})}
        onSort={sortBy}
        pages={{ page: search.page ?? 1, limit: LIMIT, onChange: (page) => onSearch({ page }) }}
        empty={
          <EmptyState
            icon={IconPackage}
            title={t(search.q ? 'products.nothing' : 'products.empty')}
            {...(search.q ? {} : { text: t('products.emptyText') })}
          >
            {mayManage && !search.q ? newProduct : null}
          </EmptyState>
        }
      />
      <ProductDialog opened={creating} onClose={dialog.close} onSaved={onCreated} />
      {sheetOpened ? <CatalogueFile onClose={sheet.close} /> : null}
    </>
  )
}

function sortLabel(t: ReturnType<typeof useText>['t'], sort: (typeof sorts)[number]): string {
  const field = sort.replace('-', '') as 'name' | 'sku' | 'price' | 'stock'
  const direction = sort.startsWith('-') ? 'descending' : 'ascending'
  return `${t(`products.${field}`)}, ${t(`common.sorted.${direction}`)}`
}
