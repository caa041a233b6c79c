import { useText } from '@/shared/i18n'
import { useProductNames } from '@/shared/product-names'
import type { Product } from '@/shared/products'
import { TextLink } from '@/shared/ui/links'

/** By what a variant differs from others, and where those are. */
export function VariantOf({ product, parent }: { product: Product; parent: number }) {
  const { t } = useText()
  const found = useProductNames([parent]).get(parent)
  const options = Object.entries(product.options).map(([name, value]) =>
    t('common.labelled', { label: name, value }),
  )
  return (
    <span>
      {t('products.variantOf')}{' '}
      <TextLink
        to="/products/$productId"
        params={{ productId: String(parent) }}
        size="sm"
        underline="always"
      >
        {found?.name ?? t('movements.product', { id: parent })}
      </TextLink>
      {options.length > 0 ? ` (${options.join(', ')})` : ''}
    </span>
  )
}
