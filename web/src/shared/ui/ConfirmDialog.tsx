import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '../i18n'
import { Dialog, DialogForm } from './Dialog'

type Props = {
  opened: boolean
  title: string
  text: string
  action: string
  pending: boolean
  failure: unknown
  disabled?: boolean
  onConfirm: () => void
  onClose: () => void
  /** How one lets it be, in the words of the question. */
  leave?: string
  isAside?: boolean
  children?: ReactNode
}

/** Asks before something that people would regret; says what went wrong if it fails. */
export function ConfirmDialog(props: Props) {
  const { opened, title, text, onConfirm, onClose, isAside = false, children, ...form } = props
  const { t } = useText()
  return (
    <Dialog opened={opened} onClose={onClose} title={title} fullScreen={false} isAside={isAside}>
      <DialogForm
        // Beside "Cancel sale", "Cancel" could be either.
        leave={t('common.keep')}
        {...form}
        destructive
        onClose={onClose}
        onSubmit={(event) => {
          event.preventDefault()
          onConfirm()
        }}
      >
        <Text>{text}</Text>
        {children}
      </DialogForm>
    </Dialog>
  )
}
