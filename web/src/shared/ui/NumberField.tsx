import { NumberInput, type NumberInputProps } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { type ClipboardEvent, type FocusEvent, type KeyboardEvent, useState } from 'react'
import { useText } from '../i18n'
import { type NumberRules, type Refusal, readNumber, refusedKey } from '../typed-number'

type Note = Refusal | { atLeast: number } | { atMost: number }

/** Keys that change what stands in a field. */
const changes = /^(.|Backspace|Delete)$/u

/** As if it had been typed. */
function write(field: HTMLInputElement, text: string) {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, text)
  field.dispatchEvent(new Event('input', { bubbles: true }))
}

/** Arrows of a few pixels are for a mouse: a finger meets the wrong one, and types instead. */
const useFinger = () =>
  useMediaQuery('(pointer: coarse)', undefined, { getInitialValueInEffect: false })

/**
 * A number, written as in the country of the shop. Comma and point both type, pasted thousands may
 * be marked, and what cannot stand there is never cut or turned into something else without a word.
 */
export function NumberField(given: NumberInputProps) {
  const { t, format } = useText()
  const [note, setNote] = useState<Note | null>(null)
  const { error, onBlur, onKeyDown, hideControls, ...props } = given
  const finger = useFinger()
  const mark = props.decimalSeparator ?? format.decimalMark()
  const rules: NumberRules = {
    mark,
    places: props.allowDecimal === false ? 0 : props.decimalScale,
    negative: props.allowNegative ?? !((props.min ?? -1) >= 0),
  }

  function press(event: KeyboardEvent<HTMLInputElement>) {
    const { value, selectionStart, selectionEnd } = event.currentTarget
    const field = { value, selectionStart, selectionEnd }
    if (!event.ctrlKey && !event.metaKey && !event.altKey)
      setNote((before) => {
        const refused = refusedKey(field, event.key, rules)
        return refused || !changes.test(event.key) ? (refused ?? before) : null
      })
    onKeyDown?.(event)
  }

  function paste(event: ClipboardEvent<HTMLInputElement>) {
    const text = event.clipboardData.getData('text')
    const field = event.currentTarget
    const { figures, refused } = readNumber(text, rules)
    setNote(refused ?? null)
    const whole = field.selectionEnd === field.value.length && field.selectionStart === 0
    // A figure within others goes where the caret is.
    if (!refused && /^\d+$/.test(text.trim()) && field.value !== '' && !whole) return
    event.preventDefault()
    event.stopPropagation()
    if (figures === undefined) return
    const { prefix = '', suffix = '' } = props
    write(field, `${prefix}${figures.replace('.', mark)}${suffix}`)
  }

  function leave(event: FocusEvent<HTMLInputElement>) {
    const { figures } = readNumber(event.currentTarget.value, { mark, negative: true })
    const value = Number(figures ?? Number.NaN)
    // Outside of its limits it becomes the nearest within them.
    if (typeof props.min === 'number' && value < props.min) setNote({ atLeast: props.min })
    else if (typeof props.max === 'number' && value > props.max) setNote({ atMost: props.max })
    else setNote(null)
    onBlur?.(event)
  }

  function said(): string | undefined {
    if (note === null) return
    if (note === 'number') return t('errors.number_type')
    if (note === 'negative') return t('fields.tooSmall', { count: 0 })
    if (note === 'decimals')
      return rules.places ? t('fields.places', { count: rules.places }) : t('fields.integer')
    return 'atLeast' in note
      ? t('fields.tooSmall', { count: note.atLeast })
      : t('fields.tooLarge', { count: note.atMost })
  }

  return (
    <NumberInput
      inputMode={rules.places === 0 ? 'numeric' : 'decimal'}
      {...props}
      hideControls={hideControls || finger}
      allowNegative={rules.negative}
      allowedDecimalSeparators={[',', '.']}
      decimalSeparator={mark}
      onKeyDown={press}
      onPasteCapture={paste}
      onBlur={leave}
      error={error || said()}
    />
  )
}
