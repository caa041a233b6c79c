import { Button, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { ApiError } from '@/api/errors'
import { authAccept } from '@/api/gen/sdk.gen'
import { signIn } from '@/api/session'
import { useText } from '@/shared/i18n'
import { fieldErrors } from '@/shared/problem'
import { signInOptionsQuery } from '@/shared/sign-in-options'
import { PasswordField } from '@/shared/ui/PasswordField'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { Door } from './Door'
import { SetupDoor } from './SetupDoor'

const fields = ['name', 'password'] as const
type Values = { name: string; password: string }

/** Where an invitation's link leads: a name and a password, and one is in. */
export function InvitationPage({ token }: { token: string }) {
  const { t } = useText()
  const router = useRouter()
  const queryClient = useQueryClient()
  const { data: options } = useQuery(signInOptionsQuery)
  const [setupToken, setSetupToken] = useState('')
  const form = useForm<Values>({
    mode: 'uncontrolled',
    initialValues: { name: '', password: '' },
    validate: {
      name: (value) => (value.trim() ? null : t('fields.required')),
      password: (value) => (value.length >= 8 ? null : t('fields.tooShort', { count: 8 })),
    },
  })
  const attempt = useMutation({
    mutationFn: async ({ name, password }: Values) => {
      const { data } = await authAccept({ body: { token, name: name.trim(), password } })
      await signIn(data.email, password)
    },
    onSuccess: () => {
      queryClient.clear()
      void router.navigate({ to: '/', replace: true })
    },
    onError: (failure) => {
      // The account is there, but the shop asks its role for more than a password.
      if (failure instanceof ApiError && failure.code === 'second_factor_setup_required') {
        setSetupToken(String(failure.params.setup_token))
        return
      }
      form.setErrors(fieldErrors(t, failure, fields))
    },
  })
  if (setupToken) {
    const goOn = () => void router.navigate({ href: '/sign-in', replace: true })
    return <SetupDoor setupToken={setupToken} onDone={goOn} />
  }
  return (
    <Door title={t('auth.start')}>
      <form onSubmit={form.onSubmit((values) => attempt.mutate(values))} noValidate>
        <Stack>
          {options ? (
            <Text size="sm">{t('auth.invitedTo', { shop: options.shop_name })}</Text>
          ) : null}
          <TextInput
            label={t('auth.name')}
            autoComplete="name"
            autoFocus
            key={form.key('name')}
            {...form.getInputProps('name')}
          />
          <PasswordField
            label={t('auth.password')}
            description={t('auth.passwordHint')}
            autoComplete="new-password"
            key={form.key('password')}
            {...form.getInputProps('password')}
          />
          <ProblemAlert failure={attempt.error} fields={fields} />
          <Button type="submit" loading={attempt.isPending} fullWidth>
            {t('auth.createAccount')}
          </Button>
        </Stack>
      </form>
    </Door>
  )
}
