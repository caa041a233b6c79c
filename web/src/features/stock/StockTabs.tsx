import { Group } from '@mantine/core'
import { useText } from '@/shared/i18n'
import { ButtonLink } from '@/shared/ui/links'

const tabs = ['/stock', '/stock/movements', '/stock/to-count', '/stock/lots', '/transfers'] as const
const labels = {
  '/stock': 'stock.onHand',
  '/stock/movements': 'stock.story',
  '/stock/to-count': 'stock.toCount',
  '/stock/lots': 'lots.title',
  '/transfers': 'transfers.title',
} as const

/** The pages about what is on the shelves. */
export function StockTabs() {
  const { t } = useText()
  return (
    <Group component="nav" gap={4} mb="md" aria-label={t('stock.title')}>
      {tabs.map((to) => (
        <ButtonLink
          key={to}
          to={to}
          size="compact-sm"
          variant="subtle"
          color="gray"
          activeOptions={{ exact: true, includeSearch: false }}
          activeProps={{ variant: 'light', color: 'pine' }}
        >
          {t(labels[to])}
        </ButtonLink>
      ))}
    </Group>
  )
}
