import { type ComponentProps, type RefObject, useEffect, useRef, useState } from 'react'
import { toApiError } from '@/api/errors'
import { useText } from '../i18n'
import { type Late, useLate } from '../late'
import { problemText } from '../problem'
import { notifyError } from './toast'

/** Where a plain field was left: what had been typed into it, and whether somebody is in it. */
export type Begun = { typed: string | null; opened: boolean }

/**
 * A field with a list, whose code comes when somebody presses it or types: until then a plain
 * field stands there with the same words, and what was typed into it goes on in the whole one.
 */
export function useLateField<Part>(part: Late<Part>) {
  const { t } = useText()
  const [typed, setTyped] = useState<string | null>(null)
  const [opened, setOpened] = useState(false)
  const Whole = useLate(part, opened, (failure) => {
    setOpened(false)
    notifyError(problemText(t, toApiError(failure)))
  })
  const leave = () => {
    setTyped(null)
    setOpened(false)
  }
  const about = () => void part.load().catch(() => undefined)
  const plain: Omit<ComponentProps<'input'>, 'ref' | 'size'> = {
    role: 'combobox',
    'aria-expanded': false,
    'aria-haspopup': 'listbox',
    autoComplete: 'off',
    onPointerEnter: about,
    // Typed over, not added to what is chosen.
    onFocus: ({ currentTarget }) => currentTarget.select(),
    onClick: ({ currentTarget }) => {
      currentTarget.select()
      setOpened(true)
    },
    onChange: ({ currentTarget: { value } }) => {
      setTyped(value)
      setOpened(true)
    },
    onBlur: () => leave(),
    onKeyDown: (event) => {
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') setOpened(true)
      // It must not save the form around it.
      if (event.key === 'Enter') event.preventDefault()
    },
  }
  const begun: Begun = { typed, opened }
  return { Whole, begun, typed, plain, setOpened, leave }
}

/** The field of the whole one, which has the focus and the text that the plain one had. */
export function useGoOn({ opened, typed }: Begun): RefObject<HTMLInputElement | null> {
  const ref = useRef<HTMLInputElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the plain field was left once
  useEffect(() => {
    const { current: field } = ref
    if (!opened || !field) return
    field.focus()
    field.select()
    if (typed === null) return
    // As if it had been typed.
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, typed)
    field.dispatchEvent(new Event('input', { bubbles: true }))
    field.setSelectionRange(typed.length, typed.length)
  }, [])
  return ref
}
