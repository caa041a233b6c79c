import { useEffect, useEffectEvent, useState } from 'react'
import { type Entry, openDialogs, setDialogs } from './dialog-history'

/**
 * An open dialog is an entry of the browser's history: Back closes it, and the page stays. Escape
 * closes it, too, when no other is above it.
 */
export function useDialogEntry(opened: boolean, close: () => void, inHistory: boolean) {
  const onClose = useEffectEvent(close)
  const [entry] = useState<Entry>(() => ({ close: () => undefined, inHistory }))
  useEffect(() => {
    if (!opened) return
    entry.close = () => onClose()
    setDialogs([...openDialogs(), entry])
    return () => setDialogs(openDialogs().filter((other) => other !== entry))
  }, [opened, entry])
}
