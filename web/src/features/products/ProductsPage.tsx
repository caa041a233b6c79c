import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPackage, IconPlus, IconUpload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { productsExportProducts } from '@/api/gen/sdk.gen'
import { useText } from '@/shared/i18n'
import { type Product, productsQuery } from '@/shared/products'
import { DownloadButton } from '@/shared/ui/DownloadButton'
import { EmptyState } from '@/shared/ui/EmptyState'
import { ListPanel } from '@/shared/ui/ListPanel'
import { lateDialog } from '@/shared/ui/late-dialog'
import { PageHeader } from '@/shared/ui/PageHeader'
import { useUser } from '@/shared/user'
import { ProductFilters } from './ProductFilters'
import { LIMIT, listFilter, type ProductSearch, rowsFilter, sorts } from './search'
import { useProductBulk } from './use-product-bulk'
import { useProductColumns } from './use-product-columns'

const CatalogueFile = lateDialog(() => import('./CatalogueFile').then((part) => part.CatalogueFile))
const ProductDialog = lateDialog(() => import('./ProductDialog').then((part) => part.ProductDialog))

type Props = {
  search: ProductSearch
  onSearch: (change: ProductSearch, options?: { replace: boolean }) => void
  onCreated: (product: Product) => void
}

/** The catalogue: search, sort and page are the service's work and part of the address. */
export function ProductsPage({ search, onSearch, onCreated }: Props) {
  const { t, format } = useText()
  const { mayManage } = useUser()
  const [creating, dialog] = useDisclosure(false)
  const [sheetOpened, sheet] = useDisclosure(false)
  const { columns, phoneRow } = useProductColumns(search)
  const list = useQuery(productsQuery(listFilter(search)))
  const filtered = Boolean(
    search.q || search.category || search.left !== undefined || search.archived,
  )
  const bulk = useProductBulk(search.archived ?? false)
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
            <DownloadButton
              label={t('sales.export')}
              name="products.csv"
              fetchFile={() =>
                productsExportProducts({
                  query: { ...rowsFilter(search), spreadsheet: format.spreadsheet() },
                  parseAs: 'blob',
                })
              }
            />
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
      <ProductFilters search={search} sort={sort} onSearch={onSearch} onSort={sortBy} />
      <ListPanel
        name="products"
        views
        label={t('products.title')}
        list={list}
        columns={columns}
        rowKey={(product) => product.id}
        {...(mayManage ? { bulk } : {})}
        phone={phoneRow}
        {...(sort ? { sort } : {})}
        onSort={sortBy}
        pages={{ page: search.page ?? 1, limit: LIMIT, onChange: (page) => onSearch({ page }) }}
        empty={
          <EmptyState
            icon={IconPackage}
            title={t(filtered ? 'products.nothing' : 'products.empty')}
            {...(filtered ? {} : { text: t('products.emptyText') })}
          >
            {mayManage && !filtered ? newProduct : null}
          </EmptyState>
        }
      />
      <ProductDialog opened={creating} onClose={dialog.close} onSaved={onCreated} />
      {sheetOpened ? <CatalogueFile onClose={sheet.close} /> : null}
    </>
  )
}
