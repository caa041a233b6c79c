import { Group } from '@mantine/core'
import { useText } from '@/shared/i18n'
import { ButtonLink } from '@/shared/ui/links'
import type { OneSearch, Tab } from './search'

type Props = { id: number; tabs: readonly Tab[]; current: Tab; search: OneSearch }

/** The parts of a product's page, each at its own address. */
export function ProductTabs({ id, tabs, current, search: { list } }: Props) {
  const { t } = useText()
  return (
    <Group component="nav" gap={4} mb="md" aria-label={t('products.tabsLabel')}>
      {tabs.map((tab) => (
        <ButtonLink
          key={tab}
          to="/products/$productId"
          params={{ productId: String(id) }}
          search={{ ...(tab === 'overview' ? {} : { tab }), ...(list ? { list } : {}) }}
          size="compact-sm"
          variant={tab === current ? 'light' : 'subtle'}
          color={tab === current ? 'pine' : 'gray'}
          aria-current={tab === current ? 'page' : undefined}
          activeOptions={{ exact: true }}
        >
          {t(`products.tabs.${tab}`)}
        </ButtonLink>
      ))}
    </Group>
  )
}
