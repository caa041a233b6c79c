import type { NativeSelectProps } from '@mantine/core'
import { useText } from '../i18n'
import { useLocations } from '../locations'
import { Select } from './Select'

type Props = Omit<NativeSelectProps, 'value' | 'defaultValue' | 'onChange' | 'data'> & {
  value: number | null
  placeholder?: string
  clearable?: boolean
  onChange: (location: number | null) => void
}

/** One of the shop's locations; nothing where there is only one to choose. */
export function LocationSelect({ value, onChange, ...props }: Props) {
  const { t } = useText()
  const { live, several, nameOf } = useLocations()
  if (!several) return null
  const choices = live.map(({ id, name }) => ({ value: String(id), label: name }))
  if (value !== null && !live.some(({ id }) => id === value)) {
    choices.push({ value: String(value), label: nameOf(value) })
  }
  return (
    <Select
      label={t('common.location')}
      data={choices}
      value={value === null ? null : String(value)}
      onChange={(chosen) => onChange(chosen === null ? null : Number(chosen))}
      {...props}
    />
  )
}
