import { Button } from '@mantine/core'
import { IconMail } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { authDeleteInvitation } from '@/api/gen/sdk.gen'
import type { AuthInvitationOut } from '@/api/gen/types.gen'
import { useText } from '@/shared/i18n'
import { makeStale } from '@/shared/stale'
import { ConfirmDialog } from '@/shared/ui/ConfirmDialog'
import type { Column, PhoneRow } from '@/shared/ui/DataTable'
import { EmptyState } from '@/shared/ui/EmptyState'
import { ListPanel } from '@/shared/ui/ListPanel'
import { notifySuccess } from '@/shared/ui/toast'
import { invitationsKey, invitationsQuery, PER_PAGE } from './queries'

const isOver = ({ expires_at }: AuthInvitationOut) => Date.parse(expires_at) <= Date.now()
const isOpen = (each: AuthInvitationOut) => !each.used_at && !each.revoked_at && !isOver(each)

/** Who was invited, and what came of it; newest first. */
export function Invitations() {
  const { t } = useText()
  const [page, setPage] = useState(1)
  const [withdrawing, withdraw] = useState<AuthInvitationOut | null>(null)
  const list = useQuery(invitationsQuery(page))
  const { columns, phoneRow } = useInvitationColumns(withdraw)
  return (
    <>
      <ListPanel
        name="invitations"
        label={t('people.invitations')}
        list={list}
        columns={columns}
        rowKey={({ id }) => id}
        phone={phoneRow}
        empty={<EmptyState icon={IconMail} title={t('people.noInvitations')} />}
        pages={{ page, limit: PER_PAGE, onChange: setPage }}
      />
      {withdrawing ? (
        <WithdrawDialog invitation={withdrawing} onClose={() => withdraw(null)} />
      ) : null}
    </>
  )
}

function WithdrawDialog({
  invitation,
  onClose,
}: {
  invitation: AuthInvitationOut
  onClose: () => void
}) {
  const { t } = useText()
  const client = useQueryClient()
  const withdraw = useMutation({
    mutationFn: () => authDeleteInvitation({ path: { invitation_id: invitation.id } }),
    onSuccess: () => {
      notifySuccess(t('people.withdrawn'))
      onClose()
    },
    onSettled: () => makeStale(client, invitationsKey),
  })
  return (
    <ConfirmDialog
      opened
      title={t('people.withdrawOf', { email: invitation.email })}
      text={t('people.withdrawText')}
      action={t('people.withdraw')}
      pending={withdraw.isPending}
      failure={withdraw.error}
      onClose={onClose}
      onConfirm={() => withdraw.mutate()}
    />
  )
}

function useInvitationColumns(onWithdraw: (invitation: AuthInvitationOut) => void) {
  const { t, format } = useText()
  function state(each: AuthInvitationOut) {
    if (each.used_at) return t('people.accepted', { when: format.instant(each.used_at) })
    if (each.revoked_at) return t('people.withdrawn')
    const key = isOver(each) ? 'people.expired' : 'people.openUntil'
    return t(key, { when: format.instant(each.expires_at) })
  }
  const button = (each: AuthInvitationOut) =>
    isOpen(each) ? (
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        aria-label={t('people.withdrawOf', { email: each.email })}
        onClick={() => onWithdraw(each)}
      >
        {t('people.withdraw')}
      </Button>
    ) : null
  const columns: Column<AuthInvitationOut>[] = [
    { key: 'email', title: t('auth.email'), cell: ({ email }) => email },
    { key: 'role', title: t('people.role'), cell: ({ role }) => t(`roles.${role}`) },
    { key: 'state', title: t('people.state'), cell: state },
    { key: 'actions', title: t('common.actions'), hideTitle: true, end: true, cell: button },
  ]
  const phoneRow = (each: AuthInvitationOut): PhoneRow => ({
    title: each.email,
    value: button(each),
    detail: state(each),
    extra: t(`roles.${each.role}`),
  })
  return { columns, phoneRow }
}
