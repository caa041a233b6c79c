import { IconChartLine } from '@tabler/icons-react'
import { useText } from '@/shared/i18n'
import { EmptyState } from '@/shared/ui/EmptyState'
import { ButtonLink } from '@/shared/ui/links'
import { PageHeader } from '@/shared/ui/PageHeader'
import { useUser } from '@/shared/user'

export function NoForecast() {
  const { t } = useText()
  const { mayManage } = useUser()
  return (
    <>
      <PageHeader title={t('forecast.title')} />
      <div className="panel">
        <EmptyState icon={IconChartLine} title={t('forecast.empty')} text={t('forecast.emptyText')}>
          <ButtonLink to="/products">{t('nav.products')}</ButtonLink>
          {mayManage ? (
            <ButtonLink to="/data" variant="default">
              {t('nav.data')}
            </ButtonLink>
          ) : null}
        </EmptyState>
      </div>
    </>
  )
}
