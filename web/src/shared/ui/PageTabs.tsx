import { Group } from '@mantine/core'
import { ButtonLink } from './links'

type Props = {
  label: string
  tabs: readonly { to: string; title: string }[]
}

/** Pages that belong together, as links beside one another. */
export function PageTabs({ label, tabs }: Props) {
  return (
    <Group component="nav" gap={4} mb="md" aria-label={label}>
      {tabs.map(({ to, title }) => (
        <ButtonLink
          key={to}
          to={to}
          size="compact-sm"
          variant="subtle"
          color="gray"
          activeOptions={{ exact: true, includeSearch: false }}
          activeProps={{ variant: 'light', color: 'pine' }}
        >
          {title}
        </ButtonLink>
      ))}
    </Group>
  )
}
