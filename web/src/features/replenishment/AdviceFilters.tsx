import { SegmentedControl, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '@/shared/i18n'
import { Filters } from '@/shared/ui/Filters'
import { LocationFilter } from '@/shared/ui/LocationFilter'
import { Select } from '@/shared/ui/Select'
import { SupplierPicker } from '@/shared/ui/SupplierPicker'
import { usePhone } from '@/shared/ui/use-phone'
import { useUser } from '@/shared/user'
import classes from './ReorderPage.module.css'
import { type AdviceSearch, sorts, views, whyNots } from './search'

type Props = {
  search: AdviceSearch
  onSearch: (change: AdviceSearch) => void
  budget: ReactNode
  isBudgeted: boolean
}

/** Which advice is shown, in which order, and what may be spent on it. */
export function AdviceFilters({ search, onSearch, budget, isBudgeted }: Props) {
  const { t } = useText()
  const { mayManage } = useUser()
  const { view = 'order', supplier, category, location, until } = search
  return (
    <Filters
      search={{ supplier, category, location, until }}
      onSearch={onSearch}
      lead={<ViewChoice view={view} onSearch={onSearch} />}
      below={budget}
      used={isBudgeted}
      className={classes.filters}
    >
      {view === 'rest' ? (
        <Select
          label={t('reorder.whyNot')}
          value={search.reason ?? 'covered_until'}
          data={whyNots.map((value) => ({ value, label: t(`reorder.reasons.${value}`) }))}
          onChange={(reason) => reason && onSearch({ reason })}
        />
      ) : null}
      {mayManage ? (
        <SupplierPicker
          clearable
          placeholder={t('lists.any')}
          value={supplier ?? null}
          onChange={(chosen) => onSearch({ supplier: chosen?.id })}
        />
      ) : null}
      <LocationFilter location={location} onChange={(chosen) => onSearch({ location: chosen })} />
      {view === 'order' ? (
        <>
          <TextInput
            type="date"
            label={t('reorder.byWhen')}
            value={until ?? ''}
            onChange={({ currentTarget: { value } }) => onSearch({ until: value || undefined })}
          />
          <Select
            label={t('common.sortBy')}
            value={search.sort ?? 'money_at_risk'}
            data={sorts.map((value) => ({ value, label: t(`reorder.sorts.${value}`) }))}
            onChange={(sort) => sort && onSearch({ sort })}
          />
        </>
      ) : null}
    </Filters>
  )
}

function ViewChoice({
  view,
  onSearch,
}: Pick<Props, 'onSearch'> & { view: (typeof views)[number] }) {
  const { t } = useText()
  const phone = usePhone()
  const data = views.map((value) => ({ value, label: t(`reorder.views.${value}`) }))
  if (phone) {
    return (
      <Select
        aria-label={t('reorder.show')}
        value={view}
        onChange={(value) => value && onSearch({ view: value })}
        data={data}
        style={{ flex: '1 1 9rem' }}
      />
    )
  }
  return (
    <SegmentedControl
      aria-label={t('reorder.show')}
      value={view}
      onChange={(value) => onSearch({ view: value })}
      data={data}
    />
  )
}
