import { Alert, Button, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { authConfirmNewAddress } from '@/api/gen/sdk.gen'
import { useText } from '@/shared/i18n'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { meQuery } from '@/shared/user'
import { Door } from './Door'

/** Where the letter to a new address leads. A press confirms it: programs that look into letters
 * open links, too. */
export function NewAddressPage({ token }: { token: string }) {
  const { t } = useText()
  const navigate = useNavigate()
  const client = useQueryClient()
  const confirm = useMutation({
    mutationFn: async () => (await authConfirmNewAddress({ body: { token } })).data,
    onSuccess: () => client.invalidateQueries({ queryKey: meQuery.queryKey }),
  })
  return (
    <Door title={t('address.confirmTitle')}>
      {confirm.data ? (
        <>
          <Alert color="pine" variant="light" role="status">
            <Text size="sm">{t('address.confirmed', { email: confirm.data.email })}</Text>
          </Alert>
          <Button autoFocus onClick={() => void navigate({ to: '/', replace: true })}>
            {t('secondFactor.next')}
          </Button>
        </>
      ) : (
        <>
          <ProblemAlert failure={confirm.error} />
          <Button loading={confirm.isPending} onClick={() => confirm.mutate()} autoFocus>
            {t('address.confirm')}
          </Button>
        </>
      )}
    </Door>
  )
}
