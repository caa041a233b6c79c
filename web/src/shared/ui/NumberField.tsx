import { TextInput, type TextInputProps } from '@mantine/core'
import {
  type ChangeEvent,
  type ClipboardEvent,
  type FocusEvent,
  type KeyboardEvent,
  useState,
} from 'react'
import { useText } from '../i18n'
import { isBegun, type NumberRules, type Refusal, readNumber, refusedKey } from '../typed-number'

type Note = Refusal | { atLeast: number } | { atMost: number }

export type NumberFieldProps = Omit<
  TextInputProps,
  'value' | 'defaultValue' | 'onChange' | 'min' | 'max' | 'step' | 'prefix'
> & {
  /** Empty is `''`, and so is what is no number yet. */
  value?: number | string
  defaultValue?: number | string
  onChange?: (value: number | '') => void
  min?: number
  max?: number
  /** By how much the keys up and down change it. */
  step?: number
  /** The most decimals; without it any. */
  decimalScale?: number | undefined
  allowDecimal?: boolean
  allowNegative?: boolean
  decimalSeparator?: string
  /** What is written before the figure and behind it. */
  prefix?: string
  suffix?: string
  /** Above the greatest nothing can be typed. */
  isStrict?: boolean
}

/** So many decimals are left where a step would show what binary fractions make of it. */
const STEP_DECIMALS = 10

/**
 * A number, written as in the country of the shop. Comma and point both type, pasted thousands may
 * be marked, and what cannot stand there is never cut or turned into something else without a word.
 */
export function NumberField(given: NumberFieldProps) {
  const { t, format } = useText()
  const { value, defaultValue, onChange, min, max, step = 1, ...some } = given
  const { decimalScale, allowDecimal, allowNegative, decimalSeparator, ...more } = some
  const { prefix, suffix, isStrict, error, onBlur, onKeyDown, ...props } = more
  const mark = decimalSeparator ?? format.decimalMark()
  const rules: NumberRules = {
    mark,
    places: allowDecimal === false ? 0 : decimalScale,
    negative: allowNegative ?? !((min ?? -1) >= 0),
  }
  const written = (figure: number | string) => String(figure).replace('.', mark)
  const meant = (text: string): number | '' => {
    const { figures } = readNumber(text, { mark, negative: true })
    return figures === undefined ? '' : Number(figures)
  }
  const [typed, setTyped] = useState(written(defaultValue ?? ''))
  const [note, setNote] = useState<Note | null>(null)
  // What was typed stands as it was, as long as it is what the form holds.
  const isCurrent = value === undefined || (value === '' ? '' : Number(value)) === meant(typed)
  const shown = isCurrent ? typed : written(value)

  function take(text: string) {
    setTyped(text)
    onChange?.(meant(text))
  }

  function change(event: ChangeEvent<HTMLInputElement>) {
    const text = event.currentTarget.value.replace(/[.,]/g, mark)
    // A key has been looked at already; this is what a browser fills in, or a telephone types.
    const read = isBegun(text, rules)
      ? { figures: text }
      : readNumber(event.currentTarget.value, rules)
    const figures = read.figures?.replace('.', mark)
    if (figures === undefined) setNote(read.refused ?? 'number')
    else if (isStrict && max !== undefined && Number(meant(figures)) > max) setNote({ atMost: max })
    else {
      setNote(null)
      take(figures)
    }
  }

  function press(event: KeyboardEvent<HTMLInputElement>) {
    const { value: text, selectionStart, selectionEnd } = event.currentTarget
    if (!event.ctrlKey && !event.metaKey && !event.altKey) {
      const refused = refusedKey({ value: text, selectionStart, selectionEnd }, event.key, rules)
      if (refused) {
        setNote(refused)
        event.preventDefault()
      }
      if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
        event.preventDefault()
        const next = Number(meant(text)) + (event.key === 'ArrowUp' ? step : -step)
        setNote(null)
        take(written(Number(within(next).toFixed(rules.places ?? STEP_DECIMALS))))
      }
    }
    onKeyDown?.(event)
  }

  const within = (figure: number) =>
    Math.max(min ?? Number.NEGATIVE_INFINITY, Math.min(max ?? Number.POSITIVE_INFINITY, figure))

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
    if (figures !== undefined) take(figures.replace('.', mark))
  }

  function leave(event: FocusEvent<HTMLInputElement>) {
    const figure = meant(shown)
    // Outside of its limits it becomes the nearest within them.
    if (figure !== '' && min !== undefined && figure < min) setNote({ atLeast: min })
    else if (figure !== '' && max !== undefined && figure > max) setNote({ atMost: max })
    else setNote(null)
    if (figure === '') setTyped('')
    else if (within(figure) !== figure) take(written(within(figure)))
    else setTyped(written(figure))
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
    <TextInput
      inputMode={rules.places === 0 ? 'numeric' : 'decimal'}
      autoComplete="off"
      {...beside('left', prefix)}
      {...beside('right', suffix)}
      {...props}
      aria-description={[prefix, suffix].join(' ').trim() || undefined}
      value={shown}
      onChange={change}
      onKeyDown={press}
      onPasteCapture={paste}
      onBlur={leave}
      error={error || said()}
    />
  )
}

/** A currency or a unit, within the frame of the field, as wide as it is. */
function beside(side: 'left' | 'right', text = '') {
  const mark = text.trim()
  if (mark === '') return {}
  return {
    [`${side}Section`]: <span aria-hidden>{mark}</span>,
    [`${side}SectionWidth`]: `calc(${mark.length}ch + 1.25rem)`,
    [`${side}SectionPointerEvents`]: 'none',
  }
}
