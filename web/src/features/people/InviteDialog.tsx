import { TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { authCreateInvitation } from '@/api/gen/sdk.gen'
import { bodyErrors } from '@/shared/forms'
import { useText } from '@/shared/i18n'
import { numberOf } from '@/shared/number-of'
import { fieldErrors } from '@/shared/problem'
import { Dialog, DialogForm } from '@/shared/ui/Dialog'
import { NumberField } from '@/shared/ui/NumberField'
import { Select } from '@/shared/ui/Select'
import type { Rank } from '@/shared/user'
import { LinkShown } from './LinkShown'
import { invitationsKey } from './queries'
import { useRoleChoices } from './use-role-choices'

type Values = { email: string; role: Rank; days: number | string }
const fields = ['email', 'role', 'days'] as const
const body = ({ email, role, days }: Values) => ({
  email: email.trim(),
  role,
  days: numberOf(days) ?? Number.NaN,
})

/** Somebody comes in by a link, with a role. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useText()
  const client = useQueryClient()
  const roles = useRoleChoices()
  const form = useForm<Values>({
    initialValues: { email: '', role: 'user', days: 7 },
    validate: (values) => bodyErrors(t, 'AuthInvitationIn', body(values)),
  })
  const invite = useMutation({
    mutationFn: async (values: Values) => (await authCreateInvitation({ body: body(values) })).data,
    onSuccess: () => client.invalidateQueries({ queryKey: invitationsKey }),
    onError: (failure) => form.setErrors(fieldErrors(t, failure, fields)),
  })
  return (
    <Dialog opened onClose={onClose} title={t('people.invite')} closeOnClickOutside={false}>
      {invite.data ? (
        <LinkShown {...invite.data} />
      ) : (
        <DialogForm
          onSubmit={form.onSubmit((values) => invite.mutate(values))}
          action={t('people.invite')}
          pending={invite.isPending}
          failure={invite.error}
          fields={fields}
          onClose={onClose}
        >
          <TextInput
            label={t('auth.email')}
            type="email"
            autoComplete="off"
            data-autofocus
            {...form.getInputProps('email')}
          />
          <Select label={t('people.role')} data={roles} {...form.getInputProps('role')} />
          <NumberField
            label={t('people.days')}
            min={1}
            max={30}
            allowDecimal={false}
            {...form.getInputProps('days')}
          />
        </DialogForm>
      )}
    </Dialog>
  )
}
