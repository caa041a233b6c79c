import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { signIn } from '@/api/session'
import { useText } from '@/shared/i18n'
import { fieldErrors } from '@/shared/problem'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'

const fields = ['email', 'password'] as const
type Values = { email: string; password: string }

export function SignInForm({ onDone }: { onDone: () => void }) {
  const { t } = useText()
  const form = useForm<Values>({
    mode: 'uncontrolled',
    initialValues: { email: '', password: '' },
    validate: {
      email: (value) => (value.trim() ? null : t('fields.required')),
      password: (value) => (value ? null : t('fields.required')),
    },
  })
  const attempt = useMutation({
    mutationFn: ({ email, password }: Values) => signIn(email.trim(), password),
    onSuccess: onDone,
    onError: (failure) => form.setErrors(fieldErrors(t, failure, fields)),
  })
  return (
    <form onSubmit={form.onSubmit((values) => attempt.mutate(values))} noValidate>
      <Stack>
        <TextInput
          label={t('auth.email')}
          type="email"
          autoComplete="username"
          autoFocus
          key={form.key('email')}
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label={t('auth.password')}
          autoComplete="current-password"
          key={form.key('password')}
          {...form.getInputProps('password')}
        />
        <ProblemAlert failure={attempt.error} fields={fields} />
        <Button type="submit" loading={attempt.isPending} fullWidth>
          {t('auth.signIn')}
        </Button>
      </Stack>
    </form>
  )
}
