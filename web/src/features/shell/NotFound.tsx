import { IconMapQuestion } from '@tabler/icons-react'
import { useText } from '@/shared/i18n'
import { EmptyState } from '@/shared/ui/EmptyState'
import { ButtonLink } from '@/shared/ui/links'

export function NotFound() {
  const { t } = useText()
  return (
    <EmptyState icon={IconMapQuestion} title={t('common.notFound')}>
      <ButtonLink to="/">{t('common.home')}</ButtonLink>
    </EmptyState>
  )
}
