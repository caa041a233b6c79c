import type { KeyboardEvent } from 'react'

/** A scanner ends a code with Enter: that must not send the whole form. */
export function stayOnEnter(event: KeyboardEvent<HTMLFormElement>) {
  if (event.key === 'Enter' && event.target instanceof HTMLInputElement) event.preventDefault()
}
