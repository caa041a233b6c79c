import { ActionIcon, Group, Text, TextInput } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import { useText } from '../i18n'

export type PagerProps = {
  /** The list whose pages they are; a page may have several. */
  of: string
  page: number
  limit: number
  total: number
  onChange: (page: number) => void
}

/** From so many on it takes long to get there by the arrows. */
const MANY_PAGES = 4

/** "21–40 of 312" between two arrows; nothing when one page holds everything. */
export function Pager({ of, page, limit, total, onChange }: PagerProps) {
  const { t } = useText()
  const last = Math.ceil(total / limit)
  if (last <= 1 && page === 1) return null
  return (
    <Group
      component="nav"
      aria-label={t('common.labelled', { label: t('pages.label'), value: of })}
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
      {last >= MANY_PAGES ? <Jump key={page} page={page} last={last} onJump={onChange} /> : null}
    </Group>
  )
}

type JumpProps = { page: number; last: number; onJump: (page: number) => void }

/** To a page by its number; one beyond the last is the last. */
function Jump({ page, last, onJump }: JumpProps) {
  const { t } = useText()
  const [typed, setTyped] = useState(String(page))
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        const wanted = Math.min(Math.max(Number.parseInt(typed, 10) || page, 1), last)
        if (wanted === page) setTyped(String(page))
        else onJump(wanted)
      }}
    >
      <Group gap={6} wrap="nowrap">
        <TextInput
          aria-label={t('pages.jump')}
          inputMode="numeric"
          size="xs"
          w="4.5em"
          value={typed}
          onFocus={(event) => event.currentTarget.select()}
          onChange={({ currentTarget: { value } }) => setTyped(value)}
        />
        <Text size="sm" c="dimmed">
          {t('pages.of', { last })}
        </Text>
      </Group>
    </form>
  )
}
