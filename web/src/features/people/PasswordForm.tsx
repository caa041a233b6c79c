import { Alert, Button, Group, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { changePassword } from '@/api/session'
import { useText } from '@/shared/i18n'
import { fieldErrors } from '@/shared/problem'
import { Part } from '@/shared/ui/Part'
import { PasswordField } from '@/shared/ui/PasswordField'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { notifySuccess } from '@/shared/ui/toast'
import { meQuery, useUser } from '@/shared/user'

const fields = ['current_password', 'new_password'] as const
type Values = { current_password: string; new_password: string }

/** Another password; it signs out everywhere else. */
export function PasswordForm() {
  const { t } = useText()
  const { user } = useUser()
  const client = useQueryClient()
  const form = useForm<Values>({
    initialValues: { current_password: '', new_password: '' },
    validate: {
      current_password: (value) => (value ? null : t('fields.required')),
      new_password: (value) => (value.length >= 8 ? null : t('fields.tooShort', { count: 8 })),
    },
  })
  const attempt = useMutation({
    mutationFn: ({ current_password, new_password }: Values) =>
      changePassword(current_password, new_password),
    onSuccess: () => {
      form.reset()
      notifySuccess(t('account.passwordChanged'))
      return client.invalidateQueries({ queryKey: meQuery.queryKey })
    },
    onError: (failure) => form.setErrors(fieldErrors(t, failure, fields)),
  })
  return (
    <Part title={t('account.password')}>
      {user?.password_weak ? (
        <Alert color="yellow" variant="light" role="status">
          <Text size="sm">{t('auth.weak')}</Text>
        </Alert>
      ) : null}
      <form onSubmit={form.onSubmit((values) => attempt.mutate(values))} noValidate>
        {/* So that password managers know whose it is. */}
        <input type="hidden" name="username" autoComplete="username" value={user?.email ?? ''} />
        <PasswordField
          label={t('account.currentPassword')}
          autoComplete="current-password"
          mb="md"
          {...form.getInputProps('current_password')}
        />
        <PasswordField
          label={t('auth.newPassword')}
          description={t('auth.passwordHint')}
          autoComplete="new-password"
          mb="md"
          {...form.getInputProps('new_password')}
        />
        <ProblemAlert failure={attempt.error} fields={fields} />
        <Group justify="flex-end" mt="md">
          <Button type="submit" loading={attempt.isPending}>
            {t('account.changePassword')}
          </Button>
        </Group>
      </form>
    </Part>
  )
}
