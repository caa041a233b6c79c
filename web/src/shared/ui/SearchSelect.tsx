import {
  CloseButton,
  type ComboboxData,
  InputBase,
  type InputBaseProps,
  type SelectProps,
} from '@mantine/core'
import { IconSelector } from '@tabler/icons-react'
import type { CSSProperties } from 'react'
import { useText } from '../i18n'
import { late } from '../late'
import { useLateField } from './use-late-field'

type Option = string | { value: string; label: string }

type Props = Omit<InputBaseProps, 'style' | 'size'> &
  Pick<SelectProps, 'filter' | 'onSearchChange'> & {
    data: readonly (Option | { group: string; items: readonly Option[] })[]
    value?: string | null
    defaultValue?: string | null
    onChange?: (value: string | null) => void
    placeholder?: string
    clearable?: boolean
    allowDeselect?: boolean
    'aria-label'?: string
    style?: CSSProperties
  }

const list = late(() => import('./SearchSelectList').then((part) => part.SearchSelectList))

/** One of many: typing finds it, without accents too. */
export function SearchSelect(props: Props) {
  const { t } = useText()
  const { Whole, begun, typed, plain } = useLateField(list)
  if (Whole) return <Whole {...props} data={props.data as ComboboxData} begun={begun} />
  const { data, value, defaultValue, onChange, clearable, ...field } = props
  const { allowDeselect, filter, onSearchChange, rightSection, ...shown } = field
  const chosen = value ?? defaultValue ?? null
  const option = data
    .flatMap((each) => (typeof each === 'object' && 'items' in each ? each.items : each))
    .find((each) => (typeof each === 'object' ? each.value : each) === chosen)
  const label = props['aria-label'] ?? (typeof props.label === 'string' ? props.label : '')
  const clear =
    clearable && chosen !== null ? (
      <CloseButton
        tabIndex={-1}
        aria-label={t('common.labelled', { label, value: t('common.clear') })}
        onClick={() => onChange?.(null)}
      />
    ) : null
  return (
    <InputBase
      {...shown}
      {...plain}
      value={typed ?? (typeof option === 'object' ? option.label : (option ?? ''))}
      rightSection={rightSection ?? clear ?? <IconSelector size={16} stroke={1.7} aria-hidden />}
      rightSectionPointerEvents={rightSection || clear ? 'all' : 'none'}
    />
  )
}
