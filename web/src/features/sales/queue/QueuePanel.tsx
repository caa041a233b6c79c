import { Button, Group, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useText } from '@/shared/i18n'
import { useUser } from '@/shared/user'
import classes from '../till/till.module.css'
import { type Entry, needsLook } from './entry'
import { refusalText } from './refusal-text'
import { cancelBasket } from './send'
import { changeBasket } from './store'

type Props = {
  baskets: readonly Entry[]
  /** The key of the one that is in somebody's hands at the moment. */
  inHand: string
  /** Takes a refused one up again; absent while another is in hand. */
  onMend: ((key: string) => void) | undefined
}

/** What was sold here and is not recorded, or not taken back, with what can be done about it. */
export function QueuePanel({ baskets, inHand, onMend }: Props) {
  const { t, format } = useText()
  const { user } = useUser()
  const waiting = baskets.filter(
    (entry) => entry.user === user?.id && needsLook(entry) && entry.key !== inHand,
  )
  if (waiting.length === 0) return null
  return (
    <section className={`panel ${classes.panel}`} aria-labelledby="queue">
      <Title order={2} id="queue" fz={16}>
        {t('till.queue')}
      </Title>
      <ul className={classes.list}>
        {waiting.map((entry) => (
          <li key={entry.key}>
            <div className={classes.line}>
              <span>
                {format.lately(entry.at)}
                <Text span c="dimmed" size="sm" ms="xs">
                  {entry.lines
                    .map(({ quantity, product }) => {
                      return `${format.quantity(quantity, product.unit)} × ${product.name}`
                    })
                    .join(', ')}
                </Text>
              </span>
              <Text span fw={600}>
                {format.money(entry.total)}
              </Text>
            </div>
            <Group justify="space-between" gap="xs" mt={4}>
              <State entry={entry} />
              <Actions entry={entry} onMend={onMend} />
            </Group>
          </li>
        ))}
      </ul>
    </section>
  )
}

function State({ entry }: { entry: Entry }) {
  const { t } = useText()
  const reason = refusalText(t, entry)
  const [text, color] =
    entry.state === 'refused'
      ? [t('till.stateRefused', { reason }), 'red']
      : entry.cancel
        ? [t('till.stateCancelling'), 'dimmed']
        : entry.state === 'recorded'
          ? [t('till.stateKept', { reason }), 'red']
          : [t(entry.tried ? 'till.stateTried' : 'till.stateWaiting'), 'dimmed']
  return (
    <Text size="sm" c={color} style={{ flex: '1 1 12rem' }}>
      {text}
    </Text>
  )
}

function Actions({ entry, onMend }: { entry: Entry; onMend: Props['onMend'] }) {
  const { t } = useText()
  const { mayManage } = useUser()
  const [isSure, setSure] = useState(false)
  const { key, state, refusal } = entry
  const button = (label: string, onClick: () => void, isGrave = false) => (
    <Button
      size="compact-sm"
      variant={isGrave ? 'light' : 'default'}
      {...(isGrave ? { color: 'red' } : {})}
      onClick={onClick}
    >
      {label}
    </Button>
  )
  if (entry.cancel) return null
  if (state === 'recorded') {
    return button(t('till.understood'), () => void changeBasket(key, () => ({ refusal: null })))
  }
  if (state === 'waiting') return button(t('common.cancel'), () => void cancelBasket(key))
  const isShort =
    refusal?.code === 'basket_refused' &&
    refusal.errors.every(({ code }) => code === 'insufficient_stock')
  return (
    <Group gap="xs">
      {isShort && mayManage
        ? button(t('till.sellAnyway'), () => {
            const again = { state: 'waiting', correct: true, refusal: null, tried: null } as const
            void changeBasket(key, (now) => (now.state === 'refused' ? again : null))
          })
        : null}
      {onMend && refusal?.code !== 'basket_too_old'
        ? button(t('till.mend'), () => onMend(key))
        : null}
      {isSure
        ? button(t('till.throwAwaySure'), () => void cancelBasket(key), true)
        : button(t('till.throwAway'), () => setSure(true))}
    </Group>
  )
}
