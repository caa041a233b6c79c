import { Button, Group, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery } from '@tanstack/react-query'
import { prove } from '@/api/session'
import { useText } from '@/shared/i18n'
import { fieldErrors } from '@/shared/problem'
import { signInOptionsQuery } from '@/shared/sign-in-options'
import { Part } from '@/shared/ui/Part'
import { PasswordField } from '@/shared/ui/PasswordField'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'

const fields = ['email', 'current_password'] as const
type Values = { email: string; current_password: string }

/** Another address to sign in with: it counts once a letter to it was opened. */
export function AddressForm({ email }: { email: string }) {
  const { t } = useText()
  const { data: options } = useQuery(signInOptionsQuery)
  const form = useForm<Values>({
    initialValues: { email: '', current_password: '' },
    validate: {
      email: (value) => (value.trim() ? null : t('fields.required')),
      current_password: (value) => (value ? null : t('fields.required')),
    },
  })
  const attempt = useMutation({
    mutationFn: (values: Values) => prove('me/email', { ...values, email: values.email.trim() }),
    onSuccess: () => form.reset(),
    onError: (failure) => form.setErrors(fieldErrors(t, failure, fields)),
  })
  return (
    <Part title={t('address.title')}>
      <Text size="sm">{t('address.now', { email })}</Text>
      {options?.reset_by_email ? (
        <form onSubmit={form.onSubmit((values) => attempt.mutate(values))} noValidate>
          <TextInput
            label={t('address.new')}
            type="email"
            autoComplete="email"
            mb="md"
            {...form.getInputProps('email')}
          />
          <PasswordField
            label={t('account.currentPassword')}
            autoComplete="current-password"
            mb="md"
            {...form.getInputProps('current_password')}
          />
          <ProblemAlert failure={attempt.error} fields={fields} />
          {attempt.isSuccess ? (
            <Text size="sm" role="status">
              {t('address.asked')}
            </Text>
          ) : null}
          <Group justify="flex-end" mt="md">
            <Button type="submit" loading={attempt.isPending}>
              {t('address.ask')}
            </Button>
          </Group>
        </form>
      ) : (
        <Text size="sm" c="dimmed">
          {t('address.noMail')}
        </Text>
      )}
    </Part>
  )
}
