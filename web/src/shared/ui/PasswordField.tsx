import { PasswordInput, type PasswordInputProps } from '@mantine/core'
import { useText } from '../i18n'

/** A password, which whoever types it can look at: by the keyboard, too. */
export function PasswordField(props: PasswordInputProps) {
  const { t } = useText()
  return (
    <PasswordInput
      visibilityToggleFocusable
      visibilityToggleButtonProps={{ 'aria-label': t('auth.showPassword') }}
      {...props}
    />
  )
}
