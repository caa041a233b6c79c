import { Alert, Text } from '@mantine/core'
import { ApiError } from '@/api/errors'
import { useText } from '../i18n'
import { plainText } from '../plain-text'

type Change = { version: number; ts: string; changes: Record<string, unknown> }
type Step = { from?: unknown; to?: unknown }

/** Refused, because somebody else changed the same thing since it was read. */
export const isOutdated = (failure: unknown): failure is ApiError =>
  failure instanceof ApiError && (failure.status === 412 || failure.code === 'terms_changed')

const isStep = (change: unknown): change is Step =>
  typeof change === 'object' && change !== null && ('from' in change || 'to' in change)

type Props = {
  failure: unknown
  /** What a changed field is called, and how its value reads; undefined leaves it out. */
  name: (field: string) => string | undefined
  show?: (field: string, value: unknown) => string | undefined
}

/** What somebody else changed meanwhile, field by field: what was typed here still stands. */
export function ChangedMeanwhile({ failure, name, show }: Props) {
  const { t, format } = useText()
  if (!isOutdated(failure)) return null
  const changes = (failure.params.changes ?? []) as Change[]
  const told = changes.flatMap(({ version, ts, changes: fields }) =>
    Object.entries(fields).flatMap(([field, change]) => {
      const label = name(field)
      if (label === undefined || !isStep(change)) return []
      const text = (value: unknown) => show?.(field, value) ?? plainText(value)
      const told = { when: format.lately(ts), label, from: text(change.from), to: text(change.to) }
      return [{ key: `${version} ${field}`, ...told }]
    }),
  )
  return (
    <Alert role="alert" color="yellow" variant="light">
      <Text size="sm">{t('changed.text')}</Text>
      {told.length > 0 ? (
        <Text component="ul" size="sm" mt="xs" mb={0} pl="lg">
          {told.map(({ key, when, label, from, to }) => (
            <li key={key}>{t('changed.field', { when, label, from, to })}</li>
          ))}
        </Text>
      ) : null}
    </Alert>
  )
}
