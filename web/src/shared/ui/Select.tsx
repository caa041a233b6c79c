import { NativeSelect, type NativeSelectProps } from '@mantine/core'

type Option<Value extends string> = { value: Value; label: string }

type Props<Value extends string> = Omit<
  NativeSelectProps,
  'value' | 'defaultValue' | 'onChange' | 'data'
> & {
  data: readonly Option<Value>[]
  value?: Value | null
  defaultValue?: Value | null
  onChange: (value: Value | null) => void
  /** What none of them is called; chosen, it takes the choice back where that may be done. */
  placeholder?: string
  clearable?: boolean
}

/**
 * One of a few that are known: the browser's own list, which phones show in their own way, keys
 * and screen readers know, and pages need not wait for. One of many is a `SearchSelect`.
 */
export function Select<Value extends string>({
  data,
  value,
  defaultValue,
  onChange,
  placeholder = '',
  clearable = false,
  ...props
}: Props<Value>) {
  const isControlled = value !== undefined
  const isNone = isControlled ? value === null : !defaultValue
  return (
    <NativeSelect
      {...(isControlled ? { value: value ?? '' } : { defaultValue: defaultValue ?? '' })}
      onChange={({ currentTarget }) => onChange((currentTarget.value || null) as Value | null)}
      {...props}
    >
      {clearable || isNone ? (
        <option value="" hidden={!clearable}>
          {placeholder}
        </option>
      ) : null}
      {data.map(({ value: each, label }) => (
        <option key={each} value={each}>
          {label}
        </option>
      ))}
    </NativeSelect>
  )
}
