import { Kbd } from '@mantine/core'
import { Fragment } from 'react'
import { useText } from '@/shared/i18n'
import { Dialog } from '@/shared/ui/Dialog'
import classes from './Palette.module.css'
import { paletteKeys } from './use-shortcuts'

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
            <dd>{t(`shortcuts.${does}`)}</dd>
          </Fragment>
        ))}
      </dl>
    </Dialog>
  )
}
