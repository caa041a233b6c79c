import { Kbd, Text } from '@mantine/core'
import { Fragment } from 'react'
import { useText } from '@/shared/i18n'
import { usePreferences } from '@/shared/preferences'
import { Dialog } from '@/shared/ui/Dialog'
import { SingleKeys } from '@/shared/ui/SingleKeys'
import classes from './Palette.module.css'
import { paletteKeys } from './use-shortcuts'

/** Letters and signs by themselves. */
const single: readonly string[] = ['search', 'sell', 'help']

const keys = [
  { keys: [paletteKeys], does: 'palette' },
  { keys: ['/'], does: 'search' },
  { keys: ['N'], does: 'sell' },
  { keys: ['?'], does: 'help' },
  { keys: ['↑', '↓'], does: 'move' },
  { keys: ['↵'], does: 'take' },
  { keys: ['Esc'], does: 'close' },
] as const

export function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const { t } = useText()
  const { singleKeys } = usePreferences().preferences
  return (
    <Dialog opened onClose={onClose} title={t('shortcuts.title')}>
      <dl className={classes.keys}>
        {keys.map(({ keys: pressed, does }) => (
          <Fragment key={does}>
            <dt>
              {pressed.map((key, n) => (
                <Fragment key={key}>
                  {n > 0 ? ` ${t('shortcuts.or')} ` : null}
                  <Kbd>{key}</Kbd>
                </Fragment>
              ))}
            </dt>
            <dd>
              {t(`shortcuts.${does}`)}
              {single.includes(does) && !singleKeys ? (
                <Text span c="dimmed">
                  {' '}
                  ({t('shortcuts.off')})
                </Text>
              ) : null}
            </dd>
          </Fragment>
        ))}
      </dl>
      <Text my="md">{t('shortcuts.fields')}</Text>
      <SingleKeys />
    </Dialog>
  )
}
