import { Title } from '@mantine/core'
import { useText } from '@/shared/i18n'
import { useProductNames } from '@/shared/product-names'
import type { Product } from '@/shared/products'
import { type Column, DataTable, type PhoneRow } from '@/shared/ui/DataTable'
import { TextLink } from '@/shared/ui/links'
import { StockBadge } from '@/shared/ui/StockBadge'
import { enoughFor } from './product-values'

type Part = Product['components'][number]

/** What one bundle takes out of the stock, and which component is the least. */
export function BundleParts({ bundle }: { bundle: Product }) {
  const { t, format } = useText()
  const products = useProductNames(bundle.components.map(({ product_id }) => product_id))
  const unit = (part: Part) => products.get(part.product_id)?.unit
  const name = ({ product_id: id }: Part) => (
    <TextLink to="/products/$productId" params={{ productId: String(id) }} fw={600}>
      {products.get(id)?.name ?? t('movements.product', { id })}
    </TextLink>
  )
  const quantity = (part: Part) => format.quantity(part.quantity, unit(part))
  const stock = (part: Part) => {
    const found = products.get(part.product_id)
    return found ? <StockBadge stock={found.stock} unit={found.unit} words /> : '–'
  }
  const enough = (part: Part) => {
    const found = products.get(part.product_id)
    return found ? format.integer(enoughFor(found.stock, part.quantity)) : '–'
  }
  const columns: Column<Part>[] = [
    { key: 'product', title: t('products.component'), words: true, cell: name },
    { key: 'quantity', title: t('products.perBundle'), end: true, cell: quantity },
    { key: 'stock', title: t('products.stock'), end: true, cell: stock },
    { key: 'enough', title: t('products.enough'), end: true, cell: enough },
  ]
  const phoneRow = (part: Part): PhoneRow => ({
    title: name(part),
    value: quantity(part),
    detail: stock(part),
    extra: `${t('products.enough')} ${enough(part)}`,
  })
  return (
    <section aria-labelledby="components">
      <Title order={2} id="components" fz={18} mb="sm">
        {t('products.components')}
      </Title>
      <div className="panel">
        <DataTable
          label={t('products.components')}
          rows={bundle.components}
          columns={columns}
          rowKey={({ product_id }) => product_id}
          phone={phoneRow}
        />
      </div>
    </section>
  )
}
