import { useText } from '../i18n'
import { LocationSelect } from './LocationSelect'

type Props = { location: number | undefined; onChange: (location: number | undefined) => void }

/** Of which location a list tells; of all while none is chosen. */
export function LocationFilter({ location, onChange }: Props) {
  const { t } = useText()
  return (
    <LocationSelect
      clearable
      placeholder={t('lists.any')}
      value={location ?? null}
      onChange={(chosen) => onChange(chosen ?? undefined)}
    />
  )
}
