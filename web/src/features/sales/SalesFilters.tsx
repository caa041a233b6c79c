import { Button } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useText } from '@/shared/i18n'
import { ProductFilter } from '@/shared/product-picker/ProductFilter'
import { DayRange } from '@/shared/ui/DayRange'
import { Filters } from '@/shared/ui/Filters'
import { LocationFilter } from '@/shared/ui/LocationFilter'
import { PersonFilter } from '@/shared/ui/PersonFilter'
import { Select } from '@/shared/ui/Select'
import { type SaleSearch, type SaleState, states } from './search'

type Props = { search: SaleSearch; onSearch: (change: SaleSearch) => void }

/** Of sales, and of baskets. */
export function SalesFilters({ search, onSearch }: Props) {
  const { t } = useText()
  const change = (part: SaleSearch) => onSearch({ ...part, page: undefined })
  return (
    <Filters search={search} onSearch={onSearch}>
      <ProductFilter product={search.product} onChange={(chosen) => change({ product: chosen })} />
      <DayRange search={search} onChange={change} />
      <Select
        style={{ flex: '1 1 8rem', maxWidth: '11rem' }}
        label={t('sales.status')}
        placeholder={t('sales.anyState')}
        clearable
        data={states.map((value) => ({ value, label: t(`sales.states.${value}`) }))}
        value={search.state ?? null}
        onChange={(value) => change({ state: (value as SaleState) ?? undefined })}
      />
      <PersonFilter
        label={t('sales.soldBy')}
        person={search.person}
        onChange={(chosen) => change({ person: chosen })}
      />
      <LocationFilter
        location={search.location}
        onChange={(chosen) => change({ location: chosen })}
      />
      {search.import ? (
        <Button
          variant="light"
          color="gray"
          rightSection={<IconX size={14} aria-hidden />}
          aria-label={t('sales.withoutImport', { id: search.import })}
          onClick={() => change({ import: undefined })}
        >
          {t('sales.ofImport', { id: search.import })}
        </Button>
      ) : null}
    </Filters>
  )
}
