import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '../i18n'
import { ProblemAlert } from './ProblemAlert'

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
  children?: ReactNode
}

/** Asks before something that people would regret; says what went wrong if it fails. */
export function ConfirmDialog(props: Props) {
  const { t } = useText()
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={props.title}
      centered
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          props.onConfirm()
        }}
      >
        <Stack>
          <Text>{props.text}</Text>
          {props.children}
          <ProblemAlert failure={props.failure} />
          <Group justify="flex-end">
            <Button variant="default" onClick={props.onClose}>
              {t('common.close')}
            </Button>
            <Button
              type="submit"
              color="red.8"
              loading={props.pending}
              disabled={props.disabled ?? false}
            >
              {props.action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
