import { ActionIcon, Button, Group, Loader, Text, Title } from '@mantine/core'
import { IconReceipt } from '@tabler/icons-react'
import { useText } from '@/shared/i18n'
import { TextLink } from '@/shared/ui/links'
import { useUser } from '@/shared/user'
import type { Entry } from '../queue/entry'
import { cancelBasket } from '../queue/send'
import classes from './till.module.css'

const SHOWN = 8

type Props = { baskets: readonly Entry[]; onReceipt: (entry: Entry) => void }

/** What was recorded at this till lately, newest first; it can be taken back here. */
export function LastBaskets({ baskets, onReceipt }: Props) {
  const { t, format } = useText()
  const { user } = useUser()
  const own = baskets.filter(
    (entry) => entry.user === user?.id && !['refused', 'waiting'].includes(entry.state),
  )
  return (
    <section className={`panel ${classes.panel}`} aria-labelledby="last">
      <Title order={2} id="last" fz={16}>
        {t('till.last')}
      </Title>
      {own.length === 0 ? (
        <Text c="dimmed" mt="sm">
          {t('till.lastEmpty')}
        </Text>
      ) : (
        <ul className={classes.list}>
          {own
            .slice(-SHOWN)
            .reverse()
            .map((entry) => (
              <li key={entry.key}>
                <div className={classes.line}>
                  <span>
                    {entry.order === null ? (
                      format.time(entry.at)
                    ) : (
                      <TextLink
                        to="/sales/baskets/$basketId"
                        params={{ basketId: String(entry.order) }}
                        underline="always"
                      >
                        {t('baskets.one', { id: entry.order })}
                      </TextLink>
                    )}
                    <Text span c="dimmed" size="sm" ms="xs">
                      {entry.order === null ? '' : format.time(entry.at)} {summary(entry)}
                    </Text>
                  </span>
                  <Group gap={4} wrap="nowrap">
                    <Text
                      span
                      {...(entry.state === 'cancelled' ? { td: 'line-through', c: 'dimmed' } : {})}
                    >
                      {format.money(entry.total)}
                    </Text>
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      size={36}
                      aria-label={`${t('till.receipt')}: ${format.money(entry.total)}`}
                      onClick={() => onReceipt(entry)}
                    >
                      <IconReceipt size={18} aria-hidden />
                    </ActionIcon>
                    <Action entry={entry} />
                  </Group>
                </div>
              </li>
            ))}
        </ul>
      )}
    </section>
  )
}

function Action({ entry }: { entry: Entry }) {
  const { t } = useText()
  if (entry.cancel) return <Loader size="xs" aria-label={t('till.undoWaits')} />
  if (entry.state === 'cancelled') {
    return (
      <Text span c="dimmed" size="sm">
        {t('sales.voided')}
      </Text>
    )
  }
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      color="gray"
      onClick={() => void cancelBasket(entry.key)}
    >
      {t('till.takeBack')}
    </Button>
  )
}

/** The first product of it, and of how many more it is. */
function summary({ lines }: Entry) {
  const [first, ...more] = lines
  return `${first?.product.name ?? ''}${more.length > 0 ? ` +${more.length}` : ''}`
}
