import { Alert, Button, Stack, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { authChooseNewPassword } from '@/api/gen/sdk.gen'
import { useText } from '@/shared/i18n'
import { fieldErrors } from '@/shared/problem'
import { PasswordField } from '@/shared/ui/PasswordField'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { Door } from './Door'

const fields = ['new_password'] as const

/** Where the link for a forgotten password leads. */
export function NewPasswordPage({ token }: { token: string }) {
  const { t } = useText()
  const navigate = useNavigate()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { new_password: '' },
    validate: {
      new_password: (value) => (value.length >= 8 ? null : t('fields.tooShort', { count: 8 })),
    },
  })
  const attempt = useMutation({
    mutationFn: (new_password: string) => authChooseNewPassword({ body: { token, new_password } }),
    onError: (failure) => form.setErrors(fieldErrors(t, failure, fields)),
  })
  if (attempt.isSuccess) {
    return (
      <Door title={t('auth.newPassword')}>
        <Alert color="pine" variant="light" role="status">
          <Text size="sm">{t('auth.passwordChanged')}</Text>
        </Alert>
        <Button autoFocus onClick={() => void navigate({ to: '/sign-in', replace: true })}>
          {t('auth.signIn')}
        </Button>
      </Door>
    )
  }
  return (
    <Door title={t('auth.newPassword')}>
      <form onSubmit={form.onSubmit(({ new_password }) => attempt.mutate(new_password))} noValidate>
        <Stack>
          <PasswordField
            label={t('auth.newPassword')}
            description={t('auth.passwordHint')}
            autoComplete="new-password"
            autoFocus
            key={form.key('new_password')}
            {...form.getInputProps('new_password')}
          />
          <ProblemAlert failure={attempt.error} fields={fields} />
          <Button type="submit" loading={attempt.isPending} fullWidth>
            {t('auth.setPassword')}
          </Button>
        </Stack>
      </form>
    </Door>
  )
}
