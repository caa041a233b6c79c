import { Skeleton, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useText } from '@/shared/i18n'
import { useProductNames } from '@/shared/product-names'
import { TextLink } from '@/shared/ui/links'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import classes from './Dashboard.module.css'
import { latestSalesQuery } from './queries'

export function LatestSales() {
  const { t, format } = useText()
  const sales = useQuery(latestSalesQuery)
  const names = useProductNames(sales.data?.map((sale) => sale.product_id) ?? [])
  return (
    <section className={`panel ${classes.card}`}>
      <div className={classes.head}>
        <Title order={2} fz={16}>
          {t('dashboard.latest')}
        </Title>
        <TextLink to="/sales" size="sm">
          {t('dashboard.all')}
        </TextLink>
      </div>
      {sales.isError ? <ProblemAlert failure={sales.error} /> : null}
      {sales.isPending ? <Skeleton height={250} mt="sm" /> : null}
      {sales.data?.length === 0 ? (
        <Text c="dimmed" mt="sm">
          {t('dashboard.latestEmpty')}
        </Text>
      ) : null}
      {sales.data ? (
        <ul className={classes.list}>
          {sales.data.map((sale) => (
            <li key={sale.id}>
              <span>
                {format.quantity(sale.quantity, names.get(sale.product_id)?.unit)} ×{' '}
                {names.get(sale.product_id)?.name ??
                  t('sales.unknownProduct', { id: sale.product_id })}
              </span>
              <Text span size="sm" c="dimmed">
                {sale.voided_at ? t('sales.voided') : format.lately(sale.sold_at)}
              </Text>
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  )
}
