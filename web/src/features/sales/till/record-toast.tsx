import { Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'

const UNDO_MS = 10_000

type Toast = {
  /** The same again replaces what was said before. */
  id: string
  message: string
  color: 'pine' | 'yellow'
  close: string
  undo: string
  onUndo: () => void
}

/** What became of a basket, with ten seconds to take it back. */
export function toastRecorded({ id, message, color, close, undo, onUndo }: Toast) {
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
  })
}
