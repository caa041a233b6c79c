import { useText } from '@/shared/i18n'
import { PageTabs } from '@/shared/ui/PageTabs'

/** The pages about what is on the shelves. */
export function StockTabs() {
  const { t } = useText()
  return (
    <PageTabs
      label={t('stock.title')}
      tabs={[
        { to: '/stock', title: t('stock.onHand') },
        { to: '/stock/movements', title: t('stock.story') },
        { to: '/stock/to-count', title: t('stock.toCount') },
        { to: '/stock/lots', title: t('lots.title') },
        { to: '/transfers', title: t('transfers.title') },
      ]}
    />
  )
}
