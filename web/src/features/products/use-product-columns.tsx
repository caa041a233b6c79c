import { Text } from '@mantine/core'
import { useText } from '@/shared/i18n'
import type { Product } from '@/shared/products'
import type { Column, PhoneRow } from '@/shared/ui/DataTable'
import { TextLink } from '@/shared/ui/links'
import { StockBadge } from '@/shared/ui/StockBadge'

const nameLink = (product: Product) => (
  <TextLink to="/products/$productId" params={{ productId: String(product.id) }} fw={600}>
    {product.name}
  </TextLink>
)

export function useProductColumns() {
  const { t, format } = useText()
  const columns: Column<Product>[] = [
    { key: 'name', title: t('products.name'), sort: 'name', cell: nameLink },
    {
      key: 'sku',
      title: t('products.sku'),
      sort: 'sku',
      cell: (product) => (
        <Text span c="dimmed">
          {product.sku}
        </Text>
      ),
    },
    { key: 'category', title: t('products.category'), cell: (product) => product.category ?? '–' },
    {
      key: 'price',
      title: t('products.price'),
      sort: 'price',
      end: true,
      cell: (product) => format.money(product.price),
    },
    {
      key: 'stock',
      title: t('products.stock'),
      sort: 'stock',
      end: true,
      cell: (product) => <StockBadge stock={product.stock} unit={product.unit} />,
    },
  ]
  const phoneRow = (product: Product): PhoneRow => ({
    title: nameLink(product),
    value: format.money(product.price),
    detail: product.sku,
    extra: <StockBadge stock={product.stock} unit={product.unit} words />,
  })
  return { columns, phoneRow }
}
