import { Drawer, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useText } from '@/shared/i18n'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { usePhone } from '@/shared/ui/use-phone'
import { type Changed, keyOf, quantityOf } from './choice'
import { productAdviceQuery } from './queries'
import { Why } from './Why'

type Props = { of: string; changed: Changed; onClose: () => void }

/** The reasons of one row, beside the list; Back closes it. */
export function WhyDrawer({ of, changed, onClose }: Props) {
  const { t, language } = useText()
  const phone = usePhone()
  const product = Number(of.split('-')[0])
  const found = useQuery(productAdviceQuery(product, language))
  const advice = found.data?.find((row) => keyOf(row) === of)
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size={phone ? '100%' : 'lg'}
      title={advice?.name ?? t('reorder.why')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      attributes={{ header: { role: 'presentation' } }}
    >
      {found.isError ? (
        <ProblemAlert failure={found.error} onRetry={() => void found.refetch()} />
      ) : advice ? (
        <Why advice={advice} quantity={quantityOf(advice, changed)} />
      ) : found.isSuccess ? (
        t('reorder.unknown')
      ) : (
        <Skeleton height={420} />
      )}
    </Drawer>
  )
}
