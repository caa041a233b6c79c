import { Button, Checkbox, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { ApiError } from '@/api/errors'
import { register, signIn } from '@/api/session'
import { useText } from '@/shared/i18n'
import { fieldErrors } from '@/shared/problem'
import { PasswordField } from '@/shared/ui/PasswordField'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'

const fields = ['name', 'email', 'password'] as const
type Values = {
  name: string
  email: string
  password: string
  setUp: boolean
  setupToken: string
}

const codeOf = (failure: unknown) => (failure instanceof ApiError ? failure.code : null)

async function create({ name, email, password, setUp, setupToken }: Values) {
  const account = { name: name.trim(), email: email.trim(), password }
  await (setUp ? register({ ...account, role: 'admin' }, setupToken.trim()) : register(account))
  await signIn(account.email, password)
}

/** Creates an account and enters with it. */
export function CreateAccountForm({ onDone }: { onDone: () => void }) {
  const { t } = useText()
  const form = useForm<Values>({
    mode: 'uncontrolled',
    initialValues: { name: '', email: '', password: '', setUp: false, setupToken: '' },
    validate: {
      name: (value) => (value.trim() ? null : t('fields.required')),
      email: (value) => (/^\S+@\S+$/.test(value.trim()) ? null : t('fields.email')),
      password: (value) => (value.length >= 8 ? null : t('fields.tooShort', { count: 8 })),
    },
  })
  const attempt = useMutation({
    mutationFn: create,
    onSuccess: onDone,
    onError: (failure) => form.setErrors(fieldErrors(t, failure, fields)),
  })
  return (
    <form onSubmit={form.onSubmit((values) => attempt.mutate(values))} noValidate>
      <Stack>
        <TextInput
          label={t('auth.name')}
          autoComplete="name"
          autoFocus
          key={form.key('name')}
          {...form.getInputProps('name')}
        />
        <TextInput
          label={t('auth.email')}
          type="email"
          autoComplete="username"
          key={form.key('email')}
          {...form.getInputProps('email')}
        />
        <PasswordField
          label={t('auth.password')}
          description={t('auth.passwordHint')}
          autoComplete="new-password"
          key={form.key('password')}
          {...form.getInputProps('password')}
        />
        <Checkbox
          label={t('auth.setUp')}
          description={t('auth.setUpHint')}
          key={form.key('setUp')}
          {...form.getInputProps('setUp', { type: 'checkbox' })}
        />
        {codeOf(attempt.error) === 'setup_token_needed' ? (
          <TextInput
            label={t('auth.setupToken')}
            autoComplete="off"
            key={form.key('setupToken')}
            {...form.getInputProps('setupToken')}
          />
        ) : null}
        <ProblemAlert failure={attempt.error} fields={fields} />
        <Button type="submit" loading={attempt.isPending} fullWidth>
          {t('auth.createAccount')}
        </Button>
      </Stack>
    </form>
  )
}
