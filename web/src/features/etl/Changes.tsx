import { Stack, Text } from '@mantine/core'
import { useText } from '@/shared/i18n'
import type { JobDetail } from './jobs'
import { Warnings } from './Warnings'

const counted = ['new', 'same', 'changed', 'withdrawn', 'gone'] as const

/** What importing a file does to what earlier files of its source brought. */
export function Changes({ job }: { job: JobDetail }) {
  const { t, format } = useText()
  const found = job.comparison
  const isLater = found !== null && counted.some((name) => name !== 'new' && found[name] > 0)
  if (!isLater && !job.warnings.length) return null
  return (
    <Stack gap={4}>
      {isLater ? (
        <Text size="sm" fw={600}>
          {counted
            .filter((name) => found[name] > 0)
            .map((name) => t(`data.compared.${name}`, { count: found[name] }))
            .join(' · ')}
        </Text>
      ) : null}
      {isLater
        ? found.changes.map(({ line, sku, recorded, quantity }) => (
            <Text key={line} size="sm" c="dimmed">
              {t('data.change', {
                line,
                sku,
                recorded: format.quantity(recorded),
                quantity: format.quantity(quantity),
              })}
            </Text>
          ))
        : null}
      {isLater
        ? found.gone_rows.map(({ day, sku, recorded }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows never move
            <Text key={at} size="sm" c="dimmed">
              {t('data.goneRow', {
                day: format.day(day),
                sku,
                recorded: format.quantity(recorded),
              })}
            </Text>
          ))
        : null}
      <Warnings job={job} />
    </Stack>
  )
}
