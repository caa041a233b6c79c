import { Alert, Button, Group } from '@mantine/core'
import { IconAlertCircle } from '@tabler/icons-react'
import { ApiError } from '@/api/errors'
import { useText } from '../i18n'
import { problemText, saidAtFields } from '../problem'

type Props = {
  failure: unknown
  onRetry?: () => void
  /** The form's fields: what is said at them is not said again. */
  fields?: readonly string[]
}

/** A failure in words, with a way to try again where that can help. */
export function ProblemAlert({ failure, onRetry, fields }: Props) {
  const { t } = useText()
  if (!failure || (fields && saidAtFields(failure, fields))) return null
  // What is not there will not be there the next time either.
  const isGone = failure instanceof ApiError && failure.status === 404
  return (
    <Alert role="alert" color="red" variant="light" icon={<IconAlertCircle aria-hidden />}>
      <Group justify="space-between" gap="sm">
        <span>{problemText(t, failure)}</span>
        {onRetry && !isGone ? (
          <Button size="xs" variant="default" onClick={onRetry}>
            {t('common.retry')}
          </Button>
        ) : null}
      </Group>
    </Alert>
  )
}
