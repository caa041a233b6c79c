import { TextInput } from '@mantine/core'
import { useText } from '../i18n'

type Range = { from?: string | undefined; to?: string | undefined }
type Props = Range & { onChange: (part: Range) => void }

const width = { flex: '1 1 8rem', maxWidth: '12rem' }

/** From one day to another, both of them included; either may be open. */
export function DayRange({ from, to, onChange }: Props) {
  const { t } = useText()
  return (
    <>
      <TextInput
        type="date"
        style={width}
        label={t('sales.from')}
        value={from ?? ''}
        max={to ?? ''}
        onChange={({ currentTarget: { value } }) => onChange({ from: value || undefined })}
      />
      <TextInput
        type="date"
        style={width}
        label={t('sales.to')}
        value={to ?? ''}
        min={from ?? ''}
        onChange={({ currentTarget: { value } }) => onChange({ to: value || undefined })}
      />
    </>
  )
}
