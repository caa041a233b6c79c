import { Code, List, Stack, Text } from '@mantine/core'
import { useText } from '@/shared/i18n'
import { changesOf } from './from-where'
import { type Line, linesOf, type Words } from './lines'
import type { Act } from './queries'

/** So many lines stand in the list; the others are among the details. */
const SHOWN = 4

/** What an act changed, in words; all that is kept of it behind a disclosure. */
export function ActChanges({ act, words }: { act: Act; words: Words }) {
  const { t } = useText()
  const lines = linesOf(changesOf(act), words)
  const more = lines.slice(SHOWN)
  return (
    <Stack gap={4}>
      <Lines lines={lines.slice(0, SHOWN)} />
      <details>
        <Text component="summary" size="xs" c="dimmed" style={{ cursor: 'pointer' }}>
          {more.length > 0 ? t('acts.more', { count: more.length }) : t('acts.details')}
        </Text>
        <Stack gap={4} mt={4}>
          <Lines lines={more} />
          <Text size="xs" c="dimmed">
            {t('acts.raw')}
          </Text>
          <Code block fz="xs" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
            {JSON.stringify(act, null, 1)}
          </Code>
        </Stack>
      </details>
    </Stack>
  )
}

function Lines({ lines }: { lines: readonly Line[] }) {
  const { t } = useText()
  if (lines.length === 0) return null
  return (
    <List size="sm" listStyleType="none">
      {lines.map(({ key, label, value }) => (
        <List.Item key={key} style={{ overflowWrap: 'anywhere' }}>
          {t('common.labelled', { label, value })}
        </List.Item>
      ))}
    </List>
  )
}
