import { ActionIcon, Group, Text, TextInput } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useText } from '../i18n'
import { useViews } from '../views'
import { Dialog, DialogForm } from './Dialog'
import { notifySuccess } from './toast'
import { notifyUndoable } from './undo-toast'

const LONGEST = 60

type Props = { list: string; onClose: () => void }

/** Gives the view that is open a name, and takes names away. */
export function ViewsDialog({ list, onClose }: Props) {
  const { t } = useText()
  const { views, current, save, remove, restore } = useViews(list)
  const [typed, setTyped] = useState(current?.name ?? '')
  const name = typed.trim()
  const known = views.some((view) => view.name === name)
  return (
    <Dialog opened onClose={onClose} title={t('lists.views')}>
      <DialogForm
        action={t(known ? 'lists.replace' : 'common.save')}
        pending={false}
        disabled={name === ''}
        failure={null}
        onClose={onClose}
        leave={t('common.close')}
        onSubmit={(event) => {
          event.preventDefault()
          save(name)
          notifySuccess(t('lists.saved', { name }))
          onClose()
        }}
      >
        <TextInput
          data-autofocus
          label={t('lists.name')}
          description={t('lists.help')}
          maxLength={LONGEST}
          value={typed}
          onChange={({ currentTarget: { value } }) => setTyped(value)}
        />
        {views.map((view) => (
          <Group key={view.name} justify="space-between" wrap="nowrap">
            <Text style={{ overflowWrap: 'anywhere' }}>{view.name}</Text>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('lists.remove', { name: view.name })}
              onClick={() => {
                remove(view.name)
                notifyUndoable({
                  message: t('lists.removed', { name: view.name }),
                  close: t('common.close'),
                  undo: t('common.undo'),
                  onUndo: () => restore(view),
                })
              }}
            >
              <IconTrash size={18} stroke={1.7} aria-hidden />
            </ActionIcon>
          </Group>
        ))}
      </DialogForm>
    </Dialog>
  )
}
