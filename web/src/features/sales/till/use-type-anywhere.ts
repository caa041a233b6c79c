import { type RefObject, useEffect } from 'react'

const takesText = (element: EventTarget | null) =>
  element instanceof HTMLElement &&
  element.closest('input, textarea, select, [contenteditable], [role=dialog]') !== null

/** Whatever is typed or scanned outside of a field goes into this one. */
export function useTypeAnywhere(field: RefObject<HTMLInputElement | null>) {
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      const isText = event.key.length === 1 && event.key !== ' '
      if (!isText || event.ctrlKey || event.metaKey || event.altKey) return
      // The character itself arrives in the field that has the focus by then.
      if (!takesText(event.target)) field.current?.focus()
    }
    document.addEventListener('keydown', onKeyDown, true)
    return () => document.removeEventListener('keydown', onKeyDown, true)
  }, [field])
}
