import { Group, SimpleGrid } from '@mantine/core'
import { IconPackage, IconShoppingCart, IconShoppingCartPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useText } from '@/shared/i18n'
import { productsQuery } from '@/shared/products'
import { useToday } from '@/shared/shop/use-shop'
import { EmptyState } from '@/shared/ui/EmptyState'
import { ButtonLink } from '@/shared/ui/links'
import { PageHeader } from '@/shared/ui/PageHeader'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { useUser } from '@/shared/user'
import { lastDays } from './days'
import { LatestSales } from './LatestSales'
import { LowStock } from './LowStock'
import { summaryQuery } from './queries'
import { TodayFigures } from './TodayFigures'
import { TwoWeeks } from './TwoWeeks'

/** The day so far, and what needs attention. */
export function DashboardPage() {
  const { t } = useText()
  const { user, maySell, mayManage } = useUser()
  const today = useToday()
  const days = lastDays(14, today)
  const summary = useQuery(summaryQuery(days[0] ?? '', days.at(-1) ?? ''))
  const lowest = useQuery(productsQuery({ sort: 'stock', limit: 6 }))
  return (
    <>
      <PageHeader
        title={t('dashboard.title')}
        subtitle={user ? t('dashboard.hello', { name: user.name }) : ''}
      >
        <ButtonLink
          to="/forecast"
          variant="default"
          leftSection={<IconShoppingCart size={18} aria-hidden />}
        >
          {t('nav.reorder')}
        </ButtonLink>
        {maySell ? (
          <ButtonLink to="/sales/new" leftSection={<IconShoppingCartPlus size={18} aria-hidden />}>
            {t('nav.sell')}
          </ButtonLink>
        ) : null}
      </PageHeader>
      {lowest.data?.total === 0 ? (
        <div className="panel">
          <EmptyState
            icon={IconPackage}
            title={t('dashboard.welcome')}
            text={t('dashboard.welcomeText')}
          >
            <ButtonLink to="/products">{t('nav.products')}</ButtonLink>
            {mayManage ? (
              <ButtonLink to="/data" variant="default">
                {t('nav.data')}
              </ButtonLink>
            ) : null}
          </EmptyState>
        </div>
      ) : (
        <>
          {summary.isError ? (
            <Group mb="lg">
              <ProblemAlert failure={summary.error} onRetry={() => void summary.refetch()} />
            </Group>
          ) : (
            <>
              <TodayFigures days={days} summary={summary.data?.days} />
              <TwoWeeks days={days} summary={summary.data?.days} />
            </>
          )}
          <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
            <LowStock products={lowest.data?.rows} failure={lowest.error} />
            <LatestSales />
          </SimpleGrid>
        </>
      )}
    </>
  )
}
