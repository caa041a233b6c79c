import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import {
  authEraseUser,
  authExportUser,
  authOfferNewPassword,
  authRemoveSecondFactorOf,
  authUpdateUser,
} from '@/api/gen/sdk.gen'
import type { AuthUserOut, AuthUserPatch } from '@/api/gen/types.gen'
import { useText } from '@/shared/i18n'
import { makeStale } from '@/shared/stale'
import { ConfirmDialog } from '@/shared/ui/ConfirmDialog'
import { Dialog, DialogForm } from '@/shared/ui/Dialog'
import { DownloadButton } from '@/shared/ui/DownloadButton'
import { Select } from '@/shared/ui/Select'
import { notifySuccess } from '@/shared/ui/toast'
import { meQuery, type Rank } from '@/shared/user'
import { LinkShown } from './LinkShown'
import { invitationsKey, peopleKey } from './queries'
import { useRoleChoices } from './use-role-choices'

type Props = { person: AuthUserOut; onClose: () => void }

/** Rights count in every service within seconds. */
function useChangePerson({ person, onClose }: Props) {
  const { t } = useText()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: AuthUserPatch) => authUpdateUser({ path: { user_id: person.id }, body }),
    onSuccess: () => {
      notifySuccess(t('people.changed', { name: person.name }))
      onClose()
    },
    onSettled: () => makeStale(client, peopleKey, meQuery.queryKey),
  })
}

export function RoleDialog(props: Props) {
  const { person, onClose } = props
  const { t } = useText()
  const roles = useRoleChoices()
  const [role, setRole] = useState<Rank>(person.role)
  const change = useChangePerson(props)
  return (
    <Dialog opened onClose={onClose} title={t('people.roleOf', { name: person.name })}>
      <DialogForm
        onSubmit={(event) => {
          event.preventDefault()
          change.mutate({ role })
        }}
        action={t('common.save')}
        pending={change.isPending}
        failure={change.error}
        onClose={onClose}
      >
        <Select
          label={t('people.role')}
          data={roles}
          value={role}
          onChange={(value) => setRole(value as Rank)}
        />
      </DialogForm>
    </Dialog>
  )
}

export function ActiveDialog(props: Props) {
  const { person, onClose } = props
  const { t } = useText()
  const change = useChangePerson(props)
  const act = person.active ? 'deactivate' : 'reactivate'
  return (
    <ConfirmDialog
      opened
      title={t(`people.${act}Of`, { name: person.name })}
      text={t(`people.${act}Text`)}
      action={t(`people.${act}`)}
      leave={t('common.cancel')}
      pending={change.isPending}
      failure={change.error}
      onClose={onClose}
      onConfirm={() => change.mutate({ active: !person.active })}
    />
  )
}

/** Their data can be taken along before it goes. */
export function EraseDialog({ person, onClose }: Props) {
  const { t } = useText()
  const client = useQueryClient()
  const erase = useMutation({
    mutationFn: () => authEraseUser({ path: { user_id: person.id } }),
    onSuccess: () => {
      notifySuccess(t('people.erased', { name: person.name }))
      onClose()
    },
    // Their invitation goes, too.
    onSettled: () => makeStale(client, peopleKey, invitationsKey),
  })
  return (
    <Dialog opened onClose={onClose} title={t('people.eraseOf', { name: person.name })}>
      <DialogForm
        onSubmit={(event) => {
          event.preventDefault()
          erase.mutate()
        }}
        action={t('people.erase')}
        destructive
        pending={erase.isPending}
        failure={erase.error}
        onClose={onClose}
      >
        {t('people.eraseText')}
        <DownloadButton
          label={t('people.theirData')}
          name={`person-${person.id}.json`}
          fetchFile={() => authExportUser({ path: { user_id: person.id }, parseAs: 'blob' })}
        />
      </DialogForm>
    </Dialog>
  )
}

export function FactorDialog({ person, onClose }: Props) {
  const { t } = useText()
  const remove = useMutation({
    mutationFn: () => authRemoveSecondFactorOf({ path: { user_id: person.id } }),
    onSuccess: () => {
      notifySuccess(t('people.changed', { name: person.name }))
      onClose()
    },
  })
  return (
    <ConfirmDialog
      opened
      title={t('signInRule.removeFromOf', { name: person.name })}
      text={t('signInRule.removeFromText')}
      action={t('signInRule.removeFrom')}
      pending={remove.isPending}
      failure={remove.error}
      onClose={onClose}
      onConfirm={() => remove.mutate()}
    />
  )
}

export function ResetDialog({ person, onClose }: Props) {
  const { t } = useText()
  const offer = useMutation({
    mutationFn: async () => (await authOfferNewPassword({ path: { user_id: person.id } })).data,
  })
  return (
    <Dialog opened onClose={onClose} title={t('people.resetOf', { name: person.name })}>
      {offer.data ? (
        <LinkShown {...offer.data} />
      ) : (
        <DialogForm
          onSubmit={(event) => {
            event.preventDefault()
            offer.mutate()
          }}
          action={t('people.makeLink')}
          pending={offer.isPending}
          failure={offer.error}
          onClose={onClose}
        >
          {t('people.resetText')}
        </DialogForm>
      )}
    </Dialog>
  )
}
