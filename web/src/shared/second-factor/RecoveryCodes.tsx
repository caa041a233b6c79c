import { Alert, Button, Code, CopyButton, Group, SimpleGrid, Stack, Text } from '@mantine/core'
import { useText } from '@/shared/i18n'

type Props = { codes: string[]; onDone: () => void }

/** Codes for the day on which the phone is lost, told this once. */
export function RecoveryCodes({ codes, onDone }: Props) {
  const { t } = useText()
  return (
    <Stack>
      <Alert color="yellow" variant="light" role="status" title={t('secondFactor.keepCodes')}>
        <Text size="sm">{t('secondFactor.keepCodesText')}</Text>
      </Alert>
      <SimpleGrid cols={2} spacing="xs">
        {codes.map((code) => (
          <Code key={code} fz={16} ta="center">
            {code}
          </Code>
        ))}
      </SimpleGrid>
      <Group justify="flex-end">
        <CopyButton value={codes.join('\n')}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {t(copied ? 'people.copied' : 'secondFactor.copyCodes')}
            </Button>
          )}
        </CopyButton>
        <Button onClick={onDone}>{t('secondFactor.kept')}</Button>
      </Group>
    </Stack>
  )
}
