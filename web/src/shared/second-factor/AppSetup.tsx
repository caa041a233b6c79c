import { Button, Code, Image, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { AuthRecoveryCodesOut, AuthTotpOut } from '@/api/gen/types.gen'
import { prove } from '@/api/session'
import { useText } from '@/shared/i18n'
import { PasswordField } from '@/shared/ui/PasswordField'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { RecoveryCodes } from './RecoveryCodes'

type Props = {
  /** For who is let in only afterwards. */
  setupToken?: string
  onDone: () => void
}

/** An authenticator app in three steps: the password, a picture and its first code, codes on paper. */
export function AppSetup({ setupToken, onDone }: Props) {
  const { t } = useText()
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const begin = useMutation({
    mutationFn: () =>
      prove<AuthTotpOut>('second-factor/totp', { current_password: password }, setupToken),
  })
  const confirm = useMutation({
    mutationFn: () =>
      prove<AuthRecoveryCodesOut>(
        'second-factor/totp/confirm',
        { code: code.replaceAll(' ', '') },
        setupToken,
      ),
  })
  const submit = (act: () => void) => (event: FormEvent) => {
    event.preventDefault()
    act()
  }
  if (confirm.data) return <RecoveryCodes codes={confirm.data.recovery_codes} onDone={onDone} />
  if (begin.data) {
    return (
      <form onSubmit={submit(confirm.mutate)} noValidate>
        <Stack>
          <Text size="sm">{t('secondFactor.scan')}</Text>
          <Image src={begin.data.qr_code} alt={t('secondFactor.picture')} w={220} mx="auto" />
          <Text size="sm" c="dimmed">
            {t('secondFactor.orType')} <Code>{begin.data.secret}</Code>
          </Text>
          <CodeInput value={code} onChange={setCode} />
          <ProblemAlert failure={confirm.error} />
          <Button type="submit" loading={confirm.isPending} disabled={code.trim().length < 6}>
            {t('secondFactor.confirm')}
          </Button>
        </Stack>
      </form>
    )
  }
  return (
    <form onSubmit={submit(begin.mutate)} noValidate>
      <Stack>
        <Text size="sm">{t('secondFactor.what')}</Text>
        <PasswordField
          label={t('account.currentPassword')}
          autoComplete="current-password"
          autoFocus
          value={password}
          onChange={({ currentTarget }) => setPassword(currentTarget.value)}
        />
        <ProblemAlert failure={begin.error} />
        <Button type="submit" loading={begin.isPending} disabled={!password}>
          {t('secondFactor.next')}
        </Button>
      </Stack>
    </form>
  )
}

type CodeProps = { value: string; onChange: (code: string) => void; hint?: string }

/** Six digits of a phone, or a recovery code. */
export function CodeInput({ value, onChange, hint }: CodeProps) {
  const { t } = useText()
  return (
    <TextInput
      label={t('secondFactor.code')}
      description={hint}
      autoComplete="one-time-code"
      autoFocus
      maxLength={20}
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  )
}
