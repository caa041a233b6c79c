import { Group, Stack, Text } from '@mantine/core'
import type { Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'

type Props = { icon: Icon; title: string; text?: string; children?: ReactNode }

/** What a list shows when there is nothing in it, and what to do about it. */
export function EmptyState({ icon: Picture, title, text, children }: Props) {
  return (
    <Stack align="center" gap="xs" py={48} px="md" ta="center">
      <Picture size={40} stroke={1.4} color="var(--mantine-color-dimmed)" aria-hidden />
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
