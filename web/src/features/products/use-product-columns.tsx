import { Badge, Group, Text } from '@mantine/core'
import { useText } from '@/shared/i18n'
import { Picture } from '@/shared/picture/Picture'
import type { Product } from '@/shared/products'
import { useTax } from '@/shared/shop/use-tax'
import type { Column, PhoneRow } from '@/shared/ui/DataTable'
import { TextLink } from '@/shared/ui/links'
import { StockBadge } from '@/shared/ui/StockBadge'
import type { ProductSearch } from './search'

/** Products as the list shows them; each link takes along which list that was. */
export function useProductColumns(list?: ProductSearch) {
  const { t, format } = useText()
  const taxed = useTax()
  const nameLink = (product: Product) => {
    const link = (
      <TextLink
        to="/products/$productId"
        params={{ productId: String(product.id) }}
        search={list ? { list } : {}}
        fw={600}
      >
        {product.name}
      </TextLink>
    )
    if (product.kind !== 'bundle' && product.kind !== 'parent') return link
    return (
      <Group component="span" display="inline-flex" gap="xs">
        {link}
        <Badge color="gray" variant="light" tt="none" fw={600} component="span">
          {t(`products.kinds.${product.kind}`)}
        </Badge>
      </Group>
    )
  }
  // What is sold are its variants: of its own a parent has nothing.
  const stock = (product: Product, words: boolean) =>
    product.kind === 'parent' ? (
      '–'
    ) : (
      <StockBadge stock={product.stock} unit={product.unit} words={words} />
    )
  const columns: Column<Product>[] = [
    {
      key: 'picture',
      title: t('products.picture'),
      hideTitle: true,
      narrow: true,
      cell: (product) => <Picture product={product} edge={32} />,
    },
    { key: 'name', title: t('products.name'), sort: 'name', words: true, cell: nameLink },
    {
      key: 'sku',
      title: t('products.sku'),
      sort: 'sku',
      words: true,
      cell: (product) => (
        <Text span inherit c="dimmed">
          {product.sku}
        </Text>
      ),
    },
    { key: 'category', title: t('products.category'), cell: (product) => product.category ?? '–' },
    {
      key: 'price',
      title: taxed(t('products.price')),
      sort: 'price',
      end: true,
      cell: (product) => format.money(product.price),
    },
    {
      key: 'stock',
      title: t('products.stock'),
      sort: 'stock',
      end: true,
      cell: (product) => stock(product, false),
    },
  ]
  const phoneRow = (product: Product): PhoneRow => ({
    title: (
      <Group component="span" display="inline-flex" gap="sm" wrap="nowrap">
        <Picture product={product} edge={32} />
        {nameLink(product)}
      </Group>
    ),
    value: format.money(product.price),
    detail: product.sku,
    extra: stock(product, true),
  })
  return { columns, phoneRow }
}
