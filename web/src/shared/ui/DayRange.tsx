import { TextInput } from '@mantine/core'
import { useText } from '../i18n'
import { type DaysSearch, periods, type Range, useRange } from '../periods'
import { Select } from './Select'

type Props = { search: DaysSearch; onChange: (part: DaysSearch) => void }

const width = { flex: '1 1 8rem', maxWidth: '12rem' }

/**
 * A period of the calendar, or from one day to another, both of them included; either may be
 * open. Another first or last day makes days of a period that stay.
 */
export function DayRange({ search, onChange }: Props) {
  const { t } = useText()
  const { from, to } = useRange(search)
  const change = (part: Range) => onChange({ from, to, ...part, days: undefined })
  return (
    <>
      <Select
        style={width}
        label={t('periods.label')}
        placeholder={t(from || to ? 'periods.own' : 'periods.any')}
        clearable
        data={periods.map((value) => ({ value, label: t(`periods.${value}`) }))}
        value={search.days ?? null}
        onChange={(value) => onChange({ days: value ?? undefined, from: undefined, to: undefined })}
      />
      <TextInput
        type="date"
        style={width}
        label={t('sales.from')}
        value={from ?? ''}
        max={to ?? ''}
        onChange={({ currentTarget: { value } }) => change({ from: value || undefined })}
      />
      <TextInput
        type="date"
        style={width}
        label={t('sales.to')}
        value={to ?? ''}
        min={from ?? ''}
        onChange={({ currentTarget: { value } }) => change({ to: value || undefined })}
      />
    </>
  )
}
