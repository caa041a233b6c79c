import { Text } from '@mantine/core'
import { useText } from '@/shared/i18n'
import { AppSetup } from '@/shared/second-factor/AppSetup'
import { Door } from './Door'

type Props = { setupToken: string; onDone: () => void }

/** For who is let in only with a second factor, and has none yet. */
export function SetupDoor({ setupToken, onDone }: Props) {
  const { t } = useText()
  return (
    <Door title={t('secondFactor.needsSetup')}>
      <Text size="sm">{t('secondFactor.needsSetupText')}</Text>
      <AppSetup setupToken={setupToken} onDone={onDone} />
    </Door>
  )
}
