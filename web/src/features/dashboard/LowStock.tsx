import { Skeleton, Text, Title } from '@mantine/core'
import { useText } from '@/shared/i18n'
import type { Product } from '@/shared/products'
import { TextLink } from '@/shared/ui/links'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { StockBadge } from '@/shared/ui/StockBadge'
import classes from './Dashboard.module.css'

type Props = { products: readonly Product[] | undefined; failure: unknown }

export function LowStock({ products, failure }: Props) {
  const { t } = useText()
  return (
    <section className={`panel ${classes.card}`}>
      <div className={classes.head}>
        <Title order={2} fz={16}>
          {t('dashboard.lowStock')}
        </Title>
        <TextLink to="/products" search={{ sort: 'stock' }} size="sm">
          {t('dashboard.all')}
        </TextLink>
      </div>
      {failure ? <ProblemAlert failure={failure} /> : null}
      {products?.length === 0 ? (
        <Text c="dimmed" mt="sm">
          {t('dashboard.lowStockEmpty')}
        </Text>
      ) : null}
      {products ? (
        <ul className={classes.list}>
          {products.map((product) => (
            <li key={product.id}>
              <TextLink to="/products/$productId" params={{ productId: String(product.id) }}>
                {product.name}
              </TextLink>
              <StockBadge stock={product.stock} unit={product.unit} words />
            </li>
          ))}
        </ul>
      ) : failure ? null : (
        <Skeleton height={250} mt="sm" />
      )}
    </section>
  )
}
