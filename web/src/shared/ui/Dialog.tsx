import { Button, Group, Modal, type ModalProps, Stack } from '@mantine/core'
import type { FormEventHandler, ReactNode } from 'react'
import { useText } from '../i18n'
import { ProblemAlert } from './ProblemAlert'

type DialogProps = Pick<ModalProps, 'opened' | 'onClose' | 'title' | 'children'> &
  Partial<Pick<ModalProps, 'size' | 'fullScreen' | 'closeOnClickOutside'>>

/** A window over the page. What is in it is made anew each time it opens, so a form starts empty. */
export function Dialog(props: DialogProps) {
  const { t } = useText()
  return (
    <Modal
      centered
      closeButtonProps={{ 'aria-label': t('common.close') }}
      // The page has a banner already.
      attributes={{ header: { role: 'presentation' } }}
      {...props}
    />
  )
}

type FooterProps = {
  failure: unknown
  /** The form's fields: what is said at them is not said again. */
  fields?: readonly string[]
  onClose: () => void
  /** How one leaves without doing anything, when that is not "Cancel". */
  leave?: string
  /** What comes before; with an automatic margin it stands at the other end of the line. */
  start?: ReactNode
  /** What the dialog is for. */
  children?: ReactNode
}

/** What went wrong, and the buttons. */
export function DialogFooter({ failure, fields, onClose, leave, start, children }: FooterProps) {
  const { t } = useText()
  return (
    <>
      <ProblemAlert failure={failure} {...(fields ? { fields } : {})} />
      <Group justify="flex-end" gap="xs">
        {start}
        <Button variant="default" onClick={onClose}>
          {leave ?? t('common.cancel')}
        </Button>
        {children}
      </Group>
    </>
  )
}

type FormProps = FooterProps & {
  onSubmit: FormEventHandler<HTMLFormElement>
  action: string
  pending: boolean
  disabled?: boolean
  /** It does something that people would regret. */
  destructive?: boolean
}

/** A form that fills a dialog: its inputs, what went wrong, and the buttons. */
export function DialogForm(props: FormProps) {
  const { onSubmit, action, pending, disabled = false, destructive, children, ...footer } = props
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack>
        {children}
        <DialogFooter {...footer}>
          <Button
            type="submit"
            loading={pending}
            disabled={disabled}
            {...(destructive ? { color: 'red.8' } : {})}
          >
            {action}
          </Button>
        </DialogFooter>
      </Stack>
    </form>
  )
}
