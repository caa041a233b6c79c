import { useText } from '../i18n'
import { usePeople, usePersonName } from '../people'
import { useUser } from '../user'
import { SearchSelect } from './SearchSelect'

type Props = {
  label: string
  person: number | undefined
  onChange: (person: number | undefined) => void
}

/** Who did what a list shows. Whoever may not see who the others are can ask for what is theirs. */
export function PersonFilter({ label, person, onChange }: Props) {
  const { t } = useText()
  const { user } = useUser()
  const people = usePeople()
  const nameOf = usePersonName()
  const ids = new Set([user?.id, ...people.map(({ id }) => id), person])
  return (
    <SearchSelect
      style={{ flex: '1 1 8rem', maxWidth: '14rem' }}
      label={label}
      clearable
      placeholder={t('stock.anybody')}
      value={person ? String(person) : null}
      data={[...ids]
        .filter((id) => id !== undefined)
        .map((id) => ({ value: String(id), label: nameOf(id) }))}
      onChange={(id) => onChange(id ? Number(id) : undefined)}
    />
  )
}
