import { Button, Group } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconFilter } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useText } from '../i18n'
import { countFilters, withoutFilters } from '../search'
import classes from './Filters.module.css'
import { usePhone } from './use-phone'

type Props<Search> = {
  search: Search
  onSearch: (change: Search) => void
  children: ReactNode
  /** What is in sight on a phone too, before the others. */
  lead?: ReactNode
  /** What stands below them, and is shown with them; on a phone always once it is `used`. */
  below?: ReactNode
  used?: boolean
  /** How wide they are, where they are not as wide as in other lists. */
  className?: string | undefined
}

/** What a list is filtered by. On a phone a press shows it, so that the rows come first. */
export function Filters<Search extends object>({
  search,
  onSearch,
  children,
  lead,
  below,
  used = false,
  className = classes.filters,
}: Props<Search>) {
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
    // On paper they stand only where they say what is left out.
    <Group
      gap="sm"
      mb="md"
      align="flex-end"
      className={className}
      data-screen-only={count === 0 || undefined}
    >
      {isPhone ? null : lead}
      {children}
      {isPhone ? null : clear}
    </Group>
  )
  if (!isPhone) {
    return (
      <>
        {all}
        {below}
      </>
    )
  }
  return (
    <>
      <Group gap="sm" mb="sm" align="flex-end">
        {lead}
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
      {opened || used ? below : null}
    </>
  )
}
