import { SimpleGrid } from '@mantine/core'
import { IconPackage, IconShoppingCart, IconShoppingCartPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useFirstHour } from '@/shared/first-hour'
import { useText } from '@/shared/i18n'
import { EmptyState } from '@/shared/ui/EmptyState'
import { ButtonLink } from '@/shared/ui/links'
import { PageHeader } from '@/shared/ui/PageHeader'
import { useUser } from '@/shared/user'
import { DoFirst } from './DoFirst'
import { Figures } from './Figures'
import { LatestSales } from './LatestSales'
import { LowStock } from './LowStock'
import { lowestQuery } from './queries'
import { TwoWeeks } from './TwoWeeks'
import { useHeadline } from './use-headline'

type Props = {
  /** The steps of a new shop; what hides them is handed over. */
  firstHour: (onHide: () => void) => ReactNode
}

/** What to do now, where the shop stands, and what needs attention. */
export function DashboardPage({ firstHour }: Props) {
  const { t } = useText()
  const { maySell, mayManage } = useUser()
  const headline = useHeadline()
  const lowest = useQuery(lowestQuery)
  const empty = lowest.data?.total === 0
  const steps = useFirstHour(empty && mayManage)
  return (
    <>
      <PageHeader title={t('dashboard.title')} subtitle={headline} lines={3}>
        {maySell ? (
          <ButtonLink
            to="/sales/new"
            variant="default"
            leftSection={<IconShoppingCartPlus size={18} aria-hidden />}
          >
            {t('nav.sell')}
          </ButtonLink>
        ) : null}
        <ButtonLink to="/forecast" leftSection={<IconShoppingCart size={18} aria-hidden />}>
          {t('nav.reorder')}
        </ButtonLink>
      </PageHeader>
      {mayManage && steps.open ? firstHour(steps.hide) : null}
      {empty && mayManage && steps.open ? null : empty ? (
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
          <Figures />
          <DoFirst />
          <TwoWeeks />
          <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
            <LowStock products={lowest.data?.rows} failure={lowest.error} />
            <LatestSales />
          </SimpleGrid>
        </>
      )}
    </>
  )
}
