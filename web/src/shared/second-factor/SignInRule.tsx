import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { authUpdateSignInRule } from '@/api/gen/sdk.gen'
import { useText } from '@/shared/i18n'
import { Part } from '@/shared/ui/Part'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { Select } from '@/shared/ui/Select'
import { notifySuccess } from '@/shared/ui/toast'
import type { Rank } from '@/shared/user'
import { signInRuleQuery } from './queries'

const roles: Rank[] = ['admin', 'manager', 'user', 'viewer']

/** Of whom the shop asks a second factor. */
export function SignInRule() {
  const { t } = useText()
  const client = useQueryClient()
  const rule = useQuery(signInRuleQuery)
  const change = useMutation({
    mutationFn: async (second_factor_from: Rank | null) =>
      (await authUpdateSignInRule({ body: { second_factor_from } })).data,
    onSuccess: (changed) => {
      client.setQueryData(signInRuleQuery.queryKey, changed)
      notifySuccess(t('signInRule.changed'))
    },
  })
  return (
    <Part title={t('signInRule.title')}>
      <ProblemAlert failure={rule.error ?? change.error} />
      <Select
        label={t('signInRule.from')}
        description={t('signInRule.hint')}
        data={[
          { value: 'nobody', label: t('signInRule.nobody') },
          ...roles.map((role) => ({
            value: role,
            label: t('signInRule.role', { role: t(`roles.${role}`) }),
          })),
        ]}
        disabled={!rule.data || change.isPending}
        value={rule.data ? (rule.data.second_factor_from ?? 'nobody') : null}
        onChange={(value) => change.mutate(value === 'nobody' ? null : (value as Rank))}
      />
    </Part>
  )
}
