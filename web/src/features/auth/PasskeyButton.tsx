import { Button } from '@mantine/core'
import { IconFingerprint } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useText } from '@/shared/i18n'
import { enterWithPasskey, hasPasskeys } from '@/shared/second-factor/passkeys'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'

/** Where the browser knows passkeys. */
export function PasskeyButton({ onDone }: { onDone: () => void }) {
  const { t } = useText()
  const attempt = useMutation({
    mutationFn: enterWithPasskey,
    onSuccess: (entered) => {
      if (entered) onDone()
    },
  })
  if (!hasPasskeys()) return null
  return (
    <>
      <Button
        variant="default"
        fullWidth
        leftSection={<IconFingerprint size={18} aria-hidden />}
        loading={attempt.isPending}
        onClick={() => attempt.mutate()}
      >
        {t('passkeys.signIn')}
      </Button>
      <ProblemAlert failure={attempt.error} />
    </>
  )
}
