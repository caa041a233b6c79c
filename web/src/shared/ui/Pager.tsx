import { ActionIcon, Group, Text } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useText } from '../i18n'

export type PagerProps = {
  page: number
  limit: number
  total: number
  onChange: (page: number) => void
}

/** "21–40 of 312" between two arrows; nothing when one page holds everything. */
export function Pager({ page, limit, total, onChange }: PagerProps) {
  const { t } = useText()
  const last = Math.ceil(total / limit)
  if (last <= 1 && page === 1) return null
  return (
    <Group
      component="nav"
      aria-label={t('pages.label')}
      justify="center"
      gap="sm"
      py="sm"
      style={{ borderTop: '1px solid var(--line)' }}
    >
      <ActionIcon
        variant="default"
        size="lg"
        aria-label={t('pages.previous')}
        disabled={page <= 1}
        onClick={() => onChange(page - 1)}
      >
        <IconChevronLeft size={18} aria-hidden />
      </ActionIcon>
      <Text size="sm" c="dimmed" aria-live="polite">
        {t('pages.range', {
          first: Math.min((page - 1) * limit + 1, total),
          last: Math.min(page * limit, total),
          total,
        })}
      </Text>
      <ActionIcon
        variant="default"
        size="lg"
        aria-label={t('pages.next')}
        disabled={page >= last}
        onClick={() => onChange(page + 1)}
      >
        <IconChevronRight size={18} aria-hidden />
      </ActionIcon>
    </Group>
  )
}
