import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { authDeletePasskey } from '@/api/gen/sdk.gen'
import { deviceOf } from '@/shared/device'
import { useText } from '@/shared/i18n'
import { Dialog, DialogForm } from '@/shared/ui/Dialog'
import { Part } from '@/shared/ui/Part'
import { PasswordField } from '@/shared/ui/PasswordField'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { notifySuccess } from '@/shared/ui/toast'
import { addPasskey, hasPasskeys } from './passkeys'
import { passkeysQuery } from './queries'

/** Keys of devices, which sign in without a password. */
export function Passkeys() {
  const { t, format } = useText()
  const client = useQueryClient()
  const { data, error } = useQuery(passkeysQuery)
  const [adding, setAdding] = useState(false)
  const refresh = () => client.invalidateQueries({ queryKey: passkeysQuery.queryKey })
  const remove = useMutation({
    mutationFn: (passkey_id: number) => authDeletePasskey({ path: { passkey_id } }),
    onSettled: refresh,
  })
  return (
    <Part title={t('passkeys.title')}>
      <Text size="sm">{t(hasPasskeys() ? 'passkeys.what' : 'passkeys.notHere')}</Text>
      <ProblemAlert failure={error ?? remove.error} />
      {data?.map(({ id, name, created_at, used_at }) => (
        <Group key={id} justify="space-between" wrap="nowrap">
          <Stack gap={0}>
            <Text>{name}</Text>
            <Text size="sm" c="dimmed">
              {used_at
                ? t('passkeys.used', { when: format.instant(used_at) })
                : t('passkeys.added', { when: format.instant(created_at) })}
            </Text>
          </Stack>
          <Button
            variant="default"
            disabled={remove.isPending}
            aria-label={t('passkeys.removeOf', { name })}
            onClick={() => remove.mutate(id)}
          >
            {t('common.remove')}
          </Button>
        </Group>
      ))}
      {hasPasskeys() ? (
        <Group justify="flex-end">
          <Button variant="default" onClick={() => setAdding(true)}>
            {t('passkeys.add')}
          </Button>
        </Group>
      ) : null}
      {adding ? <AddDialog onClose={() => setAdding(false)} onDone={refresh} /> : null}
    </Part>
  )
}

function AddDialog({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const { t } = useText()
  const { browser, system } = deviceOf(navigator.userAgent)
  const [name, setName] = useState([browser, system].filter(Boolean).join(', '))
  const [password, setPassword] = useState('')
  const attempt = useMutation({
    mutationFn: () => addPasskey(name.trim(), password),
    onSuccess: (added) => {
      if (!added) return
      notifySuccess(t('passkeys.isAdded'))
      onDone()
      onClose()
    },
  })
  return (
    <Dialog opened onClose={onClose} title={t('passkeys.add')}>
      <DialogForm
        onSubmit={(event) => {
          event.preventDefault()
          attempt.mutate()
        }}
        action={t('passkeys.add')}
        pending={attempt.isPending}
        disabled={!password || !name.trim()}
        failure={attempt.error}
        onClose={onClose}
      >
        <TextInput
          label={t('passkeys.name')}
          maxLength={100}
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <PasswordField
          label={t('account.currentPassword')}
          autoComplete="current-password"
          value={password}
          onChange={({ currentTarget }) => setPassword(currentTarget.value)}
        />
        {attempt.data === false ? (
          <Text size="sm" role="status">
            {t('passkeys.notMade')}
          </Text>
        ) : null}
      </DialogForm>
    </Dialog>
  )
}
