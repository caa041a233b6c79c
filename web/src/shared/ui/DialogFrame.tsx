import { Modal, type ModalProps } from '@mantine/core'
import { useText } from '../i18n'
import { useDialogEntry } from './use-dialog-entry'

export type DialogProps = Pick<ModalProps, 'opened' | 'onClose' | 'title' | 'children'> &
  Partial<
    Pick<
      ModalProps,
      'size' | 'fullScreen' | 'closeOnClickOutside' | 'withCloseButton' | 'overlayProps'
    >
  > & {
    /** It is no step of the history: for what is asked while a page is being left. */
    isAside?: boolean
  }

/** What a `Dialog` is drawn with: a window over the page that Back closes. */
export function DialogFrame({ isAside = false, ...props }: DialogProps) {
  const { t } = useText()
  useDialogEntry(props.opened, props.onClose, !isAside)
  return (
    <Modal
      centered
      closeButtonProps={{ 'aria-label': t('common.close') }}
      // The page has a banner already.
      attributes={{ header: { role: 'presentation' } }}
      {...props}
      closeOnEscape={false}
    />
  )
}
