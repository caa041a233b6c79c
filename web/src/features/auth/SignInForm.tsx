import { Button, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { ApiError } from '@/api/errors'
import { signIn } from '@/api/session'
import { useText } from '@/shared/i18n'
import { fieldErrors } from '@/shared/problem'
import { PasswordField } from '@/shared/ui/PasswordField'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'

const fields = ['email', 'password'] as const
type Values = { email: string; password: string; code: string }
type Props = {
  /** Who it most likely is. */
  email?: string
  onDone: () => void
  /** The password was right, but the shop asks this role for more than that. */
  onSetup: (setupToken: string) => void
}

const codeOf = (failure: unknown) => (failure instanceof ApiError ? failure.code : null)

export function SignInForm({ email = '', onDone, onSetup }: Props) {
  const { t } = useText()
  const form = useForm<Values>({
    mode: 'uncontrolled',
    initialValues: { email, password: '', code: '' },
    validate: {
      email: (value) => (value.trim() ? null : t('fields.required')),
      password: (value) => (value ? null : t('fields.required')),
    },
  })
  const attempt = useMutation({
    mutationFn: ({ email, password, code }: Values) =>
      signIn(email.trim(), password, code.trim() || undefined),
    onSuccess: onDone,
    onError: (failure) => {
      if (failure instanceof ApiError && failure.code === 'second_factor_setup_required') {
        onSetup(String(failure.params.setup_token))
        return
      }
      form.setErrors(fieldErrors(t, failure, fields))
    },
  })
  const refused = codeOf(attempt.error)
  const asked = refused === 'second_factor_required' && mayType(attempt.error)
  // Once asked for, the field stays: also while the next attempt is under way.
  const wantsCode = asked || refused === 'second_factor_wrong' || form.getValues().code !== ''
  return (
    <form onSubmit={form.onSubmit((values) => attempt.mutate(values))} noValidate>
      <Stack>
        <TextInput
          label={t('auth.email')}
          type="email"
          autoComplete="username"
          autoFocus={email === ''}
          key={form.key('email')}
          {...form.getInputProps('email')}
        />
        <PasswordField
          label={t('auth.password')}
          autoComplete="current-password"
          data-autofocus={email !== '' || undefined}
          key={form.key('password')}
          {...form.getInputProps('password')}
        />
        {wantsCode ? (
          <TextInput
            label={t('secondFactor.enter')}
            description={t('secondFactor.codeHint')}
            autoComplete="one-time-code"
            autoFocus
            maxLength={40}
            key={form.key('code')}
            {...form.getInputProps('code')}
          />
        ) : null}
        {asked ? null : <ProblemAlert failure={attempt.error} fields={fields} />}
        <Button type="submit" loading={attempt.isPending} fullWidth>
          {t('auth.signIn')}
        </Button>
      </Stack>
    </form>
  )
}

/** Whoever has passkeys only is told to sign in with one. */
function mayType(failure: unknown) {
  const methods = failure instanceof ApiError ? failure.params.methods : null
  return Array.isArray(methods) && methods.includes('totp')
}
