import type { ComponentType } from 'react'
import { toApiError } from '@/api/errors'
import { useText } from '../i18n'
import { late, useLate } from '../late'
import { problemText } from '../problem'
import { frame } from './Dialog'
import { notifyError } from './toast'

type Closable = { onClose: () => void; opened?: boolean }

/**
 * A dialog whose code comes when it is first opened: most pages are looked at more often than
 * changed, and a form's fields and checks weigh as much as the page.
 */
export function lateDialog<Props extends Closable>(load: () => Promise<ComponentType<Props>>) {
  const dialog = late(() => {
    void frame.load().catch(() => undefined)
    return load()
  })
  return function LateDialog(props: Props) {
    const { opened = true, onClose } = props
    const { t } = useText()
    const Loaded = useLate(dialog, opened, (failure) => {
      notifyError(problemText(t, toApiError(failure)))
      onClose()
    })
    return Loaded ? <Loaded {...props} /> : null
  }
}
