import { Alert, Button, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { authForgotPassword } from '@/api/gen/sdk.gen'
import { useText } from '@/shared/i18n'
import { fieldErrors } from '@/shared/problem'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'

const fields = ['email'] as const

/** Has a link sent to an address. Whether anybody has it is told to nobody. */
export function ForgottenForm() {
  const { t } = useText()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email: '' },
    validate: {
      email: (value) => (/^\S+@\S+$/.test(value.trim()) ? null : t('fields.email')),
    },
  })
  const attempt = useMutation({
    mutationFn: (email: string) => authForgotPassword({ body: { email } }),
    onError: (failure) => form.setErrors(fieldErrors(t, failure, fields)),
  })
  if (attempt.isSuccess) {
    return (
      <Alert color="pine" variant="light" role="status">
        <Text size="sm">{t('auth.letterSent')}</Text>
      </Alert>
    )
  }
  return (
    <form onSubmit={form.onSubmit(({ email }) => attempt.mutate(email.trim()))} noValidate>
      <Stack>
        <TextInput
          label={t('auth.email')}
          description={t('auth.forgottenHint')}
          type="email"
          autoComplete="username"
          autoFocus
          key={form.key('email')}
          {...form.getInputProps('email')}
        />
        <ProblemAlert failure={attempt.error} fields={fields} />
        <Button type="submit" loading={attempt.isPending} fullWidth>
          {t('auth.sendLetter')}
        </Button>
      </Stack>
    </form>
  )
}
