import { Button, Group } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconFilter } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useText } from '../i18n'
import { countFilters, withoutFilters } from '../search'
import { usePhone } from './use-phone'

type Props<Search> = {
  search: Search
  onSearch: (change: Search) => void
  children: ReactNode
}

/** What a list is filtered by. On a phone a press shows it, so that the rows come first. */
export function Filters<Search extends object>({ search, onSearch, children }: Props<Search>) {
  const { t } = useText()
  const isPhone = usePhone()
  const [opened, { toggle }] = useDisclosure(false)
  const count = countFilters(search)
  const clear =
    count > 0 ? (
      <Button variant="subtle" onClick={() => onSearch(withoutFilters(search))}>
        {t('common.clear')}
      </Button>
    ) : null
  const all = (
    <Group gap="sm" mb="md" align="flex-end">
      {children}
      {isPhone ? null : clear}
    </Group>
  )
  if (!isPhone) return all
  return (
    <>
      <Group gap="sm" mb="sm">
        <Button
          variant="default"
          leftSection={<IconFilter size={18} aria-hidden />}
          aria-expanded={opened}
          onClick={toggle}
        >
          {count > 0 ? t('lists.filtersSet', { count }) : t('lists.filters')}
        </Button>
        {clear}
      </Group>
      {opened ? all : null}
    </>
  )
}
