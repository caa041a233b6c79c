import { Loader } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { type ComponentProps, useState } from 'react'
import { useText } from '../i18n'
import { type Supplier, supplierQuery, suppliersQuery } from '../suppliers'
import { SearchSelect } from './SearchSelect'

type Props = Omit<ComponentProps<typeof SearchSelect>, 'value' | 'onChange' | 'data'> & {
  value: number | null
  onChange: (supplier: Supplier | null) => void
}

/** One of the suppliers, however many there are: the service finds them by their name. */
export function SupplierPicker({ value, onChange, ...props }: Props) {
  const { t } = useText()
  const [typed, setTyped] = useState('')
  const [settled] = useDebouncedValue(typed, 150)
  const chosen = useQuery({ ...supplierQuery(value ?? 0), enabled: value !== null }).data
  // The chosen one's own name is no search.
  const q = settled === chosen?.name ? '' : settled.trim()
  const list = useQuery(suppliersQuery({ q, limit: 20 }))
  const found = list.data?.rows ?? []
  const options = chosen && !found.some(({ id }) => id === chosen.id) ? [chosen, ...found] : found
  return (
    <SearchSelect
      label={t('common.supplier')}
      data={options.map(({ id, name }) => ({ value: String(id), label: name }))}
      // They are what the service found: another look at them would take some away.
      filter={({ options: all }) => all}
      onSearchChange={setTyped}
      rightSection={list.isFetching && typed ? <Loader size="xs" /> : undefined}
      value={value === null ? null : String(value)}
      onChange={(id) => onChange(options.find((each) => String(each.id) === id) ?? null)}
      {...props}
    />
  )
}
