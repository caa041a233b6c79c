import { Group, Stack, Text } from '@mantine/core'
import type { Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'

type Props = { icon: Icon; title: string; text?: string; children?: ReactNode }

/** What a list shows when there is nothing in it, and what to do about it. */
export function EmptyState({ icon: Picture, title, text, children }: Props) {
  return (
    <Stack align="center" gap="xs" py={48} px="md" ta="center">
      <Scene picture={Picture} />
      <Text fw={600}>{title}</Text>
      {text ? (
        <Text c="dimmed" maw="26rem">
          {text}
        </Text>
      ) : null}
      {children ? (
        <Group mt="xs" justify="center" gap="xs">
          {children}
        </Group>
      ) : null}
    </Stack>
  )
}

/** Empty shelves, and on a card before them what will stand there. */
function Scene({ picture: Picture }: { picture: Icon }) {
  return (
    <svg width={148} height={96} viewBox="0 0 148 96" aria-hidden="true">
      <g fill="none" stroke="var(--line)" strokeWidth={2} strokeLinecap="round">
        <path d="M14 34h120M14 78h120M22 12v78M126 12v78" />
        <path d="M34 34V22h12v12M102 78V64h14v14M34 78V60h10v18" strokeDasharray="3 4" />
      </g>
      <rect x="46" y="20" width="56" height="56" rx="14" fill="var(--surface)" />
      <rect x="46" y="20" width="56" height="56" rx="14" fill="var(--mantine-color-pine-light)" />
      <Picture x={60} y={34} size={28} stroke={1.6} color="var(--mantine-color-pine-light-color)" />
    </svg>
  )
}
