import { Button, Group, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { authUpdateMe } from '@/api/gen/sdk.gen'
import { bodyErrors } from '@/shared/forms'
import { useText } from '@/shared/i18n'
import { fieldErrors } from '@/shared/problem'
import { Part } from '@/shared/ui/Part'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { notifySuccess } from '@/shared/ui/toast'
import { meQuery } from '@/shared/user'
import { peopleKey } from './queries'

const fields = ['name'] as const
const body = ({ name }: { name: string }) => ({ name: name.trim() })

/** How I am called. */
export function NameForm({ name }: { name: string }) {
  const { t } = useText()
  const client = useQueryClient()
  const form = useForm({
    initialValues: { name },
    validate: (values) => bodyErrors(t, 'AuthMePatch', body(values)),
  })
  const attempt = useMutation({
    mutationFn: async (values: { name: string }) =>
      (await authUpdateMe({ body: body(values) })).data,
    onSuccess: (me) => {
      client.setQueryData(meQuery.queryKey, me)
      form.setInitialValues({ name: me.name })
      form.reset()
      notifySuccess(t('account.nameSaved'))
      return client.invalidateQueries({ queryKey: peopleKey })
    },
    onError: (failure) => form.setErrors(fieldErrors(t, failure, fields)),
  })
  return (
    <Part title={t('account.profile')}>
      <form onSubmit={form.onSubmit((values) => attempt.mutate(values))} noValidate>
        <TextInput label={t('auth.name')} autoComplete="name" {...form.getInputProps('name')} />
        <ProblemAlert failure={attempt.error} fields={fields} />
        <Group justify="flex-end" mt="md">
          <Button type="submit" loading={attempt.isPending} disabled={!form.isDirty()}>
            {t('common.save')}
          </Button>
        </Group>
      </form>
    </Part>
  )
}
