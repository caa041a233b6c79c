import { type ComponentType, useEffect, useState } from 'react'
import { toApiError } from '@/api/errors'
import { useText } from '../i18n'
import { problemText } from '../problem'
import { notifyError } from './toast'

type Closable = { onClose: () => void; opened?: boolean }

/**
 * A dialog whose code comes when it is first opened: most pages are looked at more often than
 * changed, and a form's fields and checks weigh as much as the page.
 */
export function lateDialog<Props extends Closable>(load: () => Promise<ComponentType<Props>>) {
  let known: ComponentType<Props> | null = null
  return function LateDialog(props: Props) {
    const { opened = true, onClose } = props
    const { t } = useText()
    const [Loaded, setLoaded] = useState(() => known)
    const isMissing = opened && Loaded === null
    // biome-ignore lint/correctness/useExhaustiveDependencies: asked once for each opening
    useEffect(() => {
      if (!isMissing) return
      let isWanted = true
      load().then(
        (loaded) => {
          known = loaded
          if (isWanted) setLoaded(() => loaded)
        },
        (failure: unknown) => {
          if (!isWanted) return
          notifyError(problemText(t, toApiError(failure)))
          onClose()
        },
      )
      return () => {
        isWanted = false
      }
    }, [isMissing])
    return Loaded ? <Loaded {...props} /> : null
  }
}
