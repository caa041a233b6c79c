import { Button, Group, Stack, Text } from '@mantine/core'
import { useWindowEvent } from '@mantine/hooks'
import {
  createContext,
  type FormEventHandler,
  type MouseEvent,
  type ReactNode,
  use,
  useCallback,
  useEffect,
  useRef,
  useState,
} from 'react'
import { toApiError } from '@/api/errors'
import { useText } from '../i18n'
import { late, useLate } from '../late'
import { problemText } from '../problem'
import type { DialogProps } from './DialogFrame'
import { ProblemAlert } from './ProblemAlert'
import { notifyError } from './toast'
import { usePhone } from './use-phone'

/** The window itself; who opens a dialog waits for it and for what is in the dialog together. */
export const frame = late(() => import('./DialogFrame').then((part) => part.DialogFrame))

/** Tells the dialog around a form that something was typed which is nowhere else yet. */
const Typed = createContext<(isTyped: boolean) => void>(() => undefined)

/**
 * A window over the page. What is in it is made anew each time it opens, so a form starts empty.
 * Back closes it; what was typed is thrown away only by who says so. On phones it is the screen.
 */
export function Dialog({ opened, onClose, ...props }: DialogProps) {
  const { t } = useText()
  const phone = usePhone()
  const isTyped = useRef(false)
  const setTyped = useCallback((typed: boolean) => {
    isTyped.current = typed
  }, [])
  const [isAsking, ask] = useState(false)
  useWindowEvent('beforeunload', (event) => {
    if (opened && isTyped.current) event.preventDefault()
  })
  const Frame = useLate(frame, opened, (failure) => {
    notifyError(problemText(t, toApiError(failure)))
    onClose()
  })
  function leave() {
    if (isTyped.current) ask(true)
    else onClose()
  }
  if (!Frame) return null
  return (
    <Typed value={setTyped}>
      <Frame fullScreen={phone} {...props} opened={opened} onClose={leave} />
      <Frame
        opened={opened && isAsking}
        onClose={() => ask(false)}
        title={t('leave.typedTitle')}
        size="sm"
      >
        <Stack>
          <Text>{t('leave.typedText')}</Text>
          <Group justify="flex-end" gap="xs">
            <Button variant="default" data-autofocus onClick={() => ask(false)}>
              {t('leave.stay')}
            </Button>
            <Button
              color="red.8"
              onClick={() => {
                setTyped(false)
                ask(false)
                onClose()
              }}
            >
              {t('common.discard')}
            </Button>
          </Group>
        </Stack>
      </Frame>
    </Typed>
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
  const setTyped = use(Typed)
  useEffect(() => () => setTyped(false), [setTyped])

  /** What is chosen from a list is not typed into a field. */
  function onClick({ target }: MouseEvent) {
    if (target instanceof Element && target.closest('[role="option"]')) setTyped(true)
  }

  return (
    <form onSubmit={onSubmit} noValidate onChange={() => setTyped(true)} onClickCapture={onClick}>
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
