import { Group, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '@/shared/i18n'
import { numberOf } from '@/shared/number-of'
import { useProductNames } from '@/shared/product-names'
import { ProductPicker } from '@/shared/product-picker/ProductPicker'
import { QuantityInput } from '@/shared/ui/QuantityInput'
import { RemoveButton } from '@/shared/ui/RemoveButton'
import { type ComponentRow, enoughFor, withComponent } from './product-values'

type Props = {
  rows: readonly ComponentRow[]
  /** By their place, as `components.0.quantity`; `components` of all of them. */
  errors: Record<string, ReactNode>
  onChange: (rows: ComponentRow[]) => void
}

/** What one bundle is made of, and how many could be sold with what is in stock. */
export function Components({ rows, errors, onChange }: Props) {
  const { t, format } = useText()
  const products = useProductNames(rows.map(({ product }) => product))
  const enough = rows.map(({ product, quantity }) =>
    enoughFor(products.get(product)?.stock ?? 0, numberOf(quantity) ?? 0),
  )
  return (
    <Stack gap="xs">
      <ProductPicker
        label={t('products.addComponent')}
        value={null}
        kind="product"
        onPick={(picked) => picked && onChange(withComponent(rows, picked.id))}
        error={errors.components}
      />
      {rows.map((row, n) => {
        const product = products.get(row.product)
        const name = product?.name ?? t('movements.product', { id: row.product })
        return (
          <Group key={row.product} gap="sm" wrap="nowrap" align="flex-start">
            <div style={{ flex: 1, minWidth: 0 }}>
              <Text fw={600}>{name}</Text>
              <Text size="xs" c="dimmed">
                {product
                  ? t('products.enoughFor', {
                      stock: format.quantity(product.stock, product.unit),
                      count: enough[n] ?? 0,
                    })
                  : ' '}
              </Text>
            </div>
            <QuantityInput
              product={product}
              w={120}
              aria-label={`${name}: ${t('orders.quantity')}`}
              value={row.quantity}
              error={errors[`components.${n}.quantity`] ?? errors[`components.${n}.product_id`]}
              onChange={(quantity) => onChange(rows.with(n, { ...row, quantity }))}
            />
            <RemoveButton
              name={name}
              onClick={() => onChange(rows.filter((other) => other !== row))}
            />
          </Group>
        )
      })}
      {rows.length > 0 ? (
        <Text size="sm" aria-live="polite">
          {t('products.available', { count: Math.min(...enough) })}
        </Text>
      ) : null}
    </Stack>
  )
}
