import { Alert, Button, CopyButton, Stack, Text, TextInput } from '@mantine/core'
import { useText } from '@/shared/i18n'

type Props = { link: string; email: string; mailed: boolean }

/** A link that is told this once. */
export function LinkShown({ link, email, mailed }: Props) {
  const { t } = useText()
  return (
    <Stack>
      <Alert color="pine" variant="light" role="status">
        <Text size="sm">{t(mailed ? 'people.mailed' : 'people.handOver', { email })}</Text>
      </Alert>
      <TextInput
        label={t('people.link')}
        description={t('people.linkOnce')}
        value={link}
        readOnly
        onFocus={({ currentTarget }) => currentTarget.select()}
      />
      <CopyButton value={link}>
        {({ copied, copy }) => (
          <Button variant="default" onClick={copy}>
            {t(copied ? 'people.copied' : 'people.copy')}
          </Button>
        )}
      </CopyButton>
    </Stack>
  )
}
