import { Button, Stack, Text } from '@mantine/core'
import { useText } from '@/shared/i18n'
import { Dialog } from '@/shared/ui/Dialog'
import { PasskeyButton } from './PasskeyButton'
import { SignInForm } from './SignInForm'

type Props = {
  email: string
  onDone: () => void
  /** For the door, where there are other ways in: the page is given up. */
  onLeave: () => void
}

/**
 * Over a page on which something was being typed, when the session ends. Nothing of the page is
 * seen meanwhile: it may be somebody else who comes next.
 */
export function SignInAgain({ email, onDone, onLeave }: Props) {
  const { t } = useText()
  return (
    <Dialog
      opened
      isAside
      title={t('auth.endedTitle')}
      size="sm"
      withCloseButton={false}
      closeOnClickOutside={false}
      overlayProps={{ backgroundOpacity: 1, color: 'var(--mantine-color-body)' }}
      onClose={() => undefined}
    >
      <Stack>
        <Text size="sm">{t('auth.endedHere')}</Text>
        <SignInForm email={email} onDone={onDone} onSetup={onLeave} />
        <PasskeyButton onDone={onDone} />
        <Button variant="subtle" onClick={onLeave}>
          {t('leave.action')}
        </Button>
      </Stack>
    </Dialog>
  )
}
