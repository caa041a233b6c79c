import { Badge, Button, Group } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { authDeleteOtherSessions, authDeleteSession } from '@/api/gen/sdk.gen'
import type { AuthSessionOut } from '@/api/gen/types.gen'
import { deviceOf } from '@/shared/device'
import { useText } from '@/shared/i18n'
import { makeStale } from '@/shared/stale'
import { type Column, DataTable, type PhoneRow } from '@/shared/ui/DataTable'
import { Part } from '@/shared/ui/Part'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { notifySuccess } from '@/shared/ui/toast'
import { sessionsKey, sessionsQuery } from './queries'

/** Where I am signed in, and the way to sign out there. */
export function Sessions() {
  const { t } = useText()
  const client = useQueryClient()
  const list = useQuery(sessionsQuery)
  const end = useMutation({
    mutationFn: (id: number | 'others') =>
      id === 'others' ? authDeleteOtherSessions() : authDeleteSession({ path: { session_id: id } }),
    onSuccess: () => notifySuccess(t('account.sessionEnded')),
    onSettled: () => makeStale(client, sessionsKey),
  })
  const { columns, phoneRow } = useSessionColumns(end.mutate, end.isPending)
  const others = list.data?.rows.some(({ current }) => !current)
  return (
    <Part title={t('account.sessions')}>
      {list.isError ? (
        <ProblemAlert failure={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <DataTable
          name="sessions"
          label={t('account.sessions')}
          rows={list.data?.rows}
          columns={columns}
          rowKey={({ id }) => id}
          phone={phoneRow}
        />
      )}
      <ProblemAlert failure={end.error} />
      {others ? (
        <Group justify="flex-end">
          <Button variant="default" loading={end.isPending} onClick={() => end.mutate('others')}>
            {t('account.endOthers')}
          </Button>
        </Group>
      ) : null}
    </Part>
  )
}

export function useSessionColumns(onEnd: (id: number) => void, pending: boolean) {
  const { t, format } = useText()
  function words({ device }: AuthSessionOut) {
    const { browser, system } = deviceOf(device)
    if (!browser) return t('account.unknownDevice')
    return system ? t('account.device', { browser, system }) : browser
  }
  const device = (session: AuthSessionOut) => (
    <Group gap="xs">
      {words(session)}
      {session.current ? (
        <Badge variant="light" tt="none">
          {t('account.thisOne')}
        </Badge>
      ) : null}
    </Group>
  )
  const place = ({ network }: AuthSessionOut) => network || '–'
  const button = (session: AuthSessionOut) =>
    session.current ? null : (
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        disabled={pending}
        aria-label={t('account.endOne', { device: words(session) })}
        onClick={() => onEnd(session.id)}
      >
        {t('nav.signOut')}
      </Button>
    )
  const columns: Column<AuthSessionOut>[] = [
    { key: 'device', title: t('account.deviceTitle'), cell: device },
    { key: 'place', title: t('account.place'), cell: place },
    {
      key: 'since',
      title: t('account.signedIn'),
      fixed: true,
      cell: ({ signed_in_at }) => format.instant(signed_in_at),
    },
    {
      key: 'used',
      title: t('account.used'),
      fixed: true,
      cell: ({ used_at }) => format.instant(used_at),
    },
    { key: 'actions', title: t('common.actions'), hideTitle: true, end: true, cell: button },
  ]
  const phoneRow = (session: AuthSessionOut): PhoneRow => ({
    title: device(session),
    value: button(session),
    detail: place(session),
    extra: format.instant(session.used_at),
  })
  return { columns, phoneRow }
}
