import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { AuthRecoveryCodesOut } from '@/api/gen/types.gen'
import { prove } from '@/api/session'
import { useText } from '@/shared/i18n'
import { Dialog, DialogForm } from '@/shared/ui/Dialog'
import { PasswordField } from '@/shared/ui/PasswordField'
import { CodeInput } from './AppSetup'
import { RecoveryCodes } from './RecoveryCodes'

type Props = { act: 'remove' | 'renew'; onClose: () => void; onDone: () => void }
const paths = { remove: 'second-factor/remove', renew: 'second-factor/recovery-codes' }

/** What takes a second factor away, or renews it, asks for both. */
export function ProofDialog({ act, onClose, onDone }: Props) {
  const { t } = useText()
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const attempt = useMutation({
    mutationFn: () =>
      prove<AuthRecoveryCodesOut | null>(paths[act], { current_password: password, code }),
    onSuccess: () => {
      onDone()
      if (act === 'remove') onClose()
    },
  })
  return (
    <Dialog opened onClose={onClose} title={t(`secondFactor.${act}`)}>
      {attempt.data?.recovery_codes ? (
        <RecoveryCodes codes={attempt.data.recovery_codes} onDone={onClose} />
      ) : (
        <DialogForm
          onSubmit={(event) => {
            event.preventDefault()
            attempt.mutate()
          }}
          action={t(`secondFactor.${act}`)}
          pending={attempt.isPending}
          disabled={!password || code.trim().length < 6}
          destructive={act === 'remove'}
          failure={attempt.error}
          onClose={onClose}
        >
          <PasswordField
            label={t('account.currentPassword')}
            autoComplete="current-password"
            value={password}
            onChange={({ currentTarget }) => setPassword(currentTarget.value)}
          />
          <CodeInput value={code} onChange={setCode} hint={t('secondFactor.codeHint')} />
        </DialogForm>
      )}
    </Dialog>
  )
}
