import { Badge, Group } from '@mantine/core'
import { useText } from '@/shared/i18n'
import type { Product } from '@/shared/products'
import { VariantOf } from './VariantOf'

/** What a product is called by tills and scanners, and what kind it is. */
export function ProductNames({ product }: { product: Product }) {
  const { t } = useText()
  const { sku, barcodes, parent_id: parent, kind, archived } = product
  return (
    <Group gap="xs">
      {[sku, ...barcodes].join(' · ')}
      {parent ? <VariantOf product={product} parent={parent} /> : null}
      {kind === 'product' ? null : (
        <Badge color="gray" variant="light" tt="none">
          {t(`products.kinds.${kind}`)}
        </Badge>
      )}
      {archived ? (
        <Badge color="gray" variant="light" tt="none">
          {t('products.isArchived')}
        </Badge>
      ) : null}
    </Group>
  )
}
