import { Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { authDeleteSessionOf } from '@/api/gen/sdk.gen'
import type { AuthUserOut } from '@/api/gen/types.gen'
import { useText } from '@/shared/i18n'
import { makeStale } from '@/shared/stale'
import { DataTable } from '@/shared/ui/DataTable'
import { Dialog } from '@/shared/ui/Dialog'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { notifySuccess } from '@/shared/ui/toast'
import { sessionsKey, sessionsOfQuery } from './queries'
import { useSessionColumns } from './Sessions'

/** Where somebody is signed in, and the way to sign them out there. */
export function SessionsDialog({ person, onClose }: { person: AuthUserOut; onClose: () => void }) {
  const { t } = useText()
  const client = useQueryClient()
  const list = useQuery(sessionsOfQuery(person.id))
  const end = useMutation({
    mutationFn: (id: number) =>
      authDeleteSessionOf({ path: { user_id: person.id, session_id: id } }),
    onSuccess: () => notifySuccess(t('people.sessionEnded', { name: person.name })),
    onSettled: () => makeStale(client, sessionsKey),
  })
  const { columns, phoneRow } = useSessionColumns(end.mutate, end.isPending)
  const title = t('people.sessionsOf', { name: person.name })
  return (
    <Dialog opened onClose={onClose} title={title} size="xl">
      <Stack>
        {list.isError ? (
          <ProblemAlert failure={list.error} onRetry={() => void list.refetch()} />
        ) : list.data?.rows.length === 0 ? (
          <Text>{t('people.noSessions')}</Text>
        ) : (
          <DataTable
            name="sessions"
            label={title}
            rows={list.data?.rows}
            columns={columns}
            rowKey={({ id }) => id}
            phone={phoneRow}
          />
        )}
        <ProblemAlert failure={end.error} />
      </Stack>
    </Dialog>
  )
}
