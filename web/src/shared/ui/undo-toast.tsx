import { Button, Group } from '@mantine/core'
import { randomKey } from '../ids'
import { announce } from './announcer'

const UNDO_MS = 10_000

type Toast = {
  /** Each time another: what is said already is not said again. */
  id?: string
  message: string
  color?: 'pine' | 'yellow'
  close: string
  undo: string
  onUndo: () => void
}

/** What was done, with ten seconds to take it back. */
export function notifyUndoable({
  id = randomKey(),
  message,
  color = 'pine',
  close,
  undo,
  onUndo,
}: Toast) {
  announce((notifications) =>
    notifications.show({
      id,
      color,
      autoClose: UNDO_MS,
      withBorder: true,
      role: 'status',
      closeButtonProps: { 'aria-label': close },
      message: (
        <Group justify="space-between" gap="sm" wrap="nowrap">
          <span>{message}</span>
          <Button
            size="compact-sm"
            variant="light"
            flex="none"
            onClick={() => {
              notifications.hide(id)
              onUndo()
            }}
          >
            {undo}
          </Button>
        </Group>
      ),
    }),
  )
}
