import { Button, Group, Loader, Text } from '@mantine/core'
import type { ReactNode, Ref } from 'react'
import { useText } from '../i18n'
import classes from './FormPage.module.css'

type Props = {
  changed: boolean
  pending: boolean
  onDiscard: () => void
  saveRef?: Ref<HTMLButtonElement>
  /** What went wrong, above the buttons. */
  children?: ReactNode
  action?: string
  /** Beside the buttons, in place of whether all is saved. */
  state?: ReactNode
}

/** The foot of a page that is a form: within reach however long the page is. */
export function FormFoot(props: Props) {
  const { changed, pending, onDiscard, saveRef, children, action, state } = props
  const { t } = useText()
  return (
    <div className={`panel ${classes.foot}`}>
      {children}
      <Group justify="space-between" gap="sm">
        <Text size="sm" c="dimmed" component="div" aria-live="polite">
          {state ?? t(changed ? 'common.unsaved' : 'common.allSaved')}
        </Text>
        <Group gap="xs">
          {changed ? (
            <Button variant="default" onClick={onDiscard}>
              {t('common.discard')}
            </Button>
          ) : null}
          {/* Never disabled: the page stays after saving, and the focus with it. */}
          <Button
            ref={saveRef ?? null}
            type="submit"
            aria-busy={pending}
            leftSection={pending ? <Loader size="xs" color="white" /> : null}
          >
            {action ?? t('common.save')}
          </Button>
        </Group>
      </Group>
    </div>
  )
}
