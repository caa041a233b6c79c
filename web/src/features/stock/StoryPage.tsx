import { useText } from '@/shared/i18n'
import { useRange } from '@/shared/periods'
import { ProductFilter } from '@/shared/product-picker/ProductFilter'
import { Movements } from '@/shared/stock/Movements'
import { useReasonText } from '@/shared/stock/reasons'
import { DayRange } from '@/shared/ui/DayRange'
import { Filters } from '@/shared/ui/Filters'
import { LocationFilter } from '@/shared/ui/LocationFilter'
import { PageHeader } from '@/shared/ui/PageHeader'
import { PersonFilter } from '@/shared/ui/PersonFilter'
import { Select } from '@/shared/ui/Select'
import { StockTabs } from './StockTabs'
import { type StorySearch, storyFilter } from './search'

const reasons = [
  'initial',
  'receipt',
  'sale',
  'void',
  'return',
  'supplier_return',
  'damaged',
  'damage',
  'loss',
  'found',
  'count',
  'adjustment',
  'correction',
  'transfer_out',
  'transfer_in',
  'expiry',
  'write_off',
  'revaluation',
  'other',
] as const

type Props = { search: StorySearch; onSearch: (change: StorySearch) => void }

/** Every change of stock: who, why, by which document. */
export function StoryPage({ search, onSearch }: Props) {
  const { t } = useText()
  const reasonText = useReasonText()
  const range = useRange(search)
  const { location, product, reason, person, page } = search
  const change = (part: StorySearch) => onSearch({ ...part, page: undefined })
  return (
    <>
      <PageHeader title={t('movements.title')} subtitle={t('stock.storyText')} />
      <StockTabs />
      <Filters
        search={{
          location,
          product,
          reason,
          person,
          from: search.from,
          to: search.to,
          days: search.days,
        }}
        onSearch={change}
      >
        <ProductFilter product={product} onChange={(chosen) => change({ product: chosen })} />
        <LocationFilter location={location} onChange={(chosen) => change({ location: chosen })} />
        <Select
          label={t('movements.reason')}
          clearable
          placeholder={t('stock.anyReason')}
          value={reason ?? null}
          data={reasons.map((value) => ({ value, label: reasonText(value) }))}
          onChange={(value) => change({ reason: value ?? undefined })}
        />
        <PersonFilter
          label={t('movements.who')}
          person={person}
          onChange={(chosen) => change({ person: chosen })}
        />
        <DayRange search={search} onChange={change} />
      </Filters>
      <Movements
        views
        filter={storyFilter(search, range)}
        page={page ?? 1}
        onPage={(next) => onSearch({ page: next })}
      />
    </>
  )
}
