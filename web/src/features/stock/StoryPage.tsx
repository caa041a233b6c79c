import { Button, Group, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useText } from '@/shared/i18n'
import { peopleQuery } from '@/shared/people'
import { ProductFilter } from '@/shared/product-picker/ProductFilter'
import { Movements } from '@/shared/stock/Movements'
import { useReasonText } from '@/shared/stock/reasons'
import { DayRange } from '@/shared/ui/DayRange'
import { LocationFilter } from '@/shared/ui/LocationFilter'
import { PageHeader } from '@/shared/ui/PageHeader'
import { useUser } from '@/shared/user'
import { StockTabs } from './StockTabs'
import type { StorySearch } from './search'

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
  const { mayAdminister } = useUser()
  const people = useQuery({ ...peopleQuery, enabled: mayAdminister }).data ?? []
  const { location, product, reason, person, from, to, page } = search
  const change = (part: StorySearch) => onSearch({ ...part, page: undefined })
  const filtered = location || product || reason || person || from || to
  return (
    <>
      <PageHeader title={t('movements.title')} subtitle={t('stock.storyText')} />
      <StockTabs />
      <Group mb="md" gap="sm" align="flex-end">
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
        {people.length > 0 ? (
          <Select
            label={t('movements.who')}
            clearable
            searchable
            placeholder={t('stock.anybody')}
            value={person ? String(person) : null}
            data={people.map(({ id, name }) => ({ value: String(id), label: name }))}
            onChange={(id) => change({ person: id ? Number(id) : undefined })}
          />
        ) : null}
        <DayRange from={from} to={to} onChange={change} />
        {filtered ? (
          <Button
            variant="subtle"
            onClick={() =>
              change({
                location: undefined,
                product: undefined,
                reason: undefined,
                person: undefined,
                from: undefined,
                to: undefined,
              })
            }
          >
            {t('common.clear')}
          </Button>
        ) : null}
      </Group>
      <Movements
        views
        filter={{
          ...(product ? { product_id: product } : {}),
          ...(location ? { location_id: location } : {}),
          ...(reason ? { reason } : {}),
          ...(person ? { user_id: person } : {}),
          ...(from ? { from } : {}),
          ...(to ? { to } : {}),
        }}
        page={page ?? 1}
        onPage={(next) => onSearch({ page: next })}
      />
    </>
  )
}
