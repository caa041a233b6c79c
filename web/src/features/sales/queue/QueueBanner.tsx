import { Alert, Group } from '@mantine/core'
import { useNetwork } from '@mantine/hooks'
import { IconCloudOff, IconCloudUp } from '@tabler/icons-react'
import { useText } from '@/shared/i18n'
import { TextLink } from '@/shared/ui/links'
import { useUser } from '@/shared/user'
import { type Entry, isOpen } from './entry'
import { useBaskets, useSender } from './use-baskets'

const sumOf = (baskets: readonly Entry[]) =>
  Math.round(baskets.reduce((sum, { total }) => sum + total, 0) * 100) / 100

/** On top of every page: that the network is away, and what was sold and is not recorded. */
export function QueueBanner() {
  const { t, format } = useText()
  const { user, maySell } = useUser()
  const { online } = useNetwork()
  const away = useSender(user?.id)
  const baskets = useBaskets()
  const own = baskets.filter((entry) => entry.user === user?.id)
  // What is on its way at this moment is no news.
  const waiting = away || !online ? own.filter(isOpen) : []
  const refused = own.filter(({ state }) => state === 'refused')
  const others = baskets.filter((entry) => entry.user !== user?.id && isOpen(entry))
  const names = [...new Set(others.map(({ userName }) => userName))]
  const told = (key: 'waiting' | 'refused', some: Entry[]) =>
    some.length > 0
      ? t(`queue.${key}`, { count: some.length, total: format.money(sumOf(some)) })
      : null
  const parts = [
    online ? (away ? t('queue.away') : null) : t(maySell ? 'queue.offline' : 'queue.offlineReader'),
    told('waiting', waiting),
    told('refused', refused),
    ...names.map((name) =>
      t('queue.ofOthers', {
        count: others.filter(({ userName }) => userName === name).length,
        name,
      }),
    ),
  ].filter((part) => part !== null)

  if (!user || parts.length === 0) return null
  const Icon = online ? IconCloudUp : IconCloudOff
  return (
    <Alert
      role="status"
      mb="md"
      variant="light"
      color={refused.length > 0 ? 'red' : 'yellow'}
      icon={<Icon aria-hidden />}
    >
      <Group justify="space-between" gap="sm">
        <span>{parts.join(' ')}</span>
        {waiting.length + refused.length > 0 ? (
          <TextLink to="/sales/new" size="sm" fw={600}>
            {t('queue.look')}
          </TextLink>
        ) : null}
      </Group>
    </Alert>
  )
}
