import { Group, SegmentedControl, Skeleton } from '@mantine/core'
import { IconSum } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { ApiError } from '@/api/errors'
import { categoriesQuery } from '@/shared/categories'
import { useText } from '@/shared/i18n'
import { EmptyState } from '@/shared/ui/EmptyState'
import { ListPanel } from '@/shared/ui/ListPanel'
import { PageHeader } from '@/shared/ui/PageHeader'
import { SearchSelect } from '@/shared/ui/SearchSelect'
import classes from './ForecastPage.module.css'
import { type Horizon, horizons, PARTS_SHOWN, totalQuery } from './queries'
import { TotalFigures } from './TotalFigures'
import { useTotalParts } from './use-total-parts'

type Props = {
  /** The whole shop when there is none; "" for products of no category. */
  category: string | undefined
  horizon: Horizon
  page: number
  onChange: (next: { category?: string | undefined; horizon?: Horizon; page?: number }) => void
}

const SHOP = 'shop'
const choiceOf = (category: string | undefined) =>
  category === undefined ? SHOP : `category:${category}`

const isNothingSold = (failure: unknown) =>
  failure instanceof ApiError && failure.code === 'nothing_sold'

/** What the whole shop, or a category, will sell together, and which part each has in it. */
export function TotalPage({ category, horizon, page, onChange }: Props) {
  const { t, format } = useText()
  const found = useQuery(totalQuery(category, horizon, page))
  const categories = useQuery(categoriesQuery())
  const nameOf = (name: string) => name || t('totals.noCategory')
  const choices = [
    ...new Set([...(categories.data ?? []), ...(category === undefined ? [] : [category])]),
  ]
  const name = category === undefined ? t('totals.shop') : nameOf(category)
  const { columns, phoneRow } = useTotalParts(found.data?.forecast, nameOf)
  const parts = t(category === undefined ? 'totals.categories' : 'totals.products')
  return (
    <>
      <PageHeader title={t('totals.title')} subtitle={t('totals.subtitle')} />
      <Group mb="md" gap="md" align="flex-end">
        <SearchSelect
          className={classes.picker}
          label={t('totals.of')}
          allowDeselect={false}
          value={choiceOf(category)}
          onChange={(value) =>
            onChange({ category: choices.find((choice) => choiceOf(choice) === value), page: 1 })
          }
          data={[
            { value: SHOP, label: t('totals.shop') },
            ...choices.map((choice) => ({ value: choiceOf(choice), label: nameOf(choice) })),
          ]}
        />
        <SegmentedControl
          aria-label={t('forecast.horizon')}
          value={String(horizon)}
          onChange={(value) => {
            const next = horizons.find((days) => String(days) === value)
            if (next) onChange({ horizon: next })
          }}
          data={horizons.map((days) => ({ value: String(days), label: format.integer(days) }))}
        />
      </Group>
      {found.data ? (
        <TotalFigures total={found.data.forecast} name={name} stale={found.isPlaceholderData} />
      ) : null}
      {isNothingSold(found.error) ? (
        <div className="panel">
          <EmptyState icon={IconSum} title={t('forecast.empty')} text={t('forecast.emptyText')} />
        </div>
      ) : found.isPending ? (
        // All of it comes together: what stands below would be pushed down.
        <Skeleton height={520} />
      ) : (
        <ListPanel
          name="totals"
          label={parts}
          list={found}
          columns={columns}
          rowKey={(row) => row.product_id ?? row.category}
          phone={phoneRow}
          pages={{ page, limit: PARTS_SHOWN, onChange: (next) => onChange({ page: next }) }}
          empty={
            <EmptyState icon={IconSum} title={t('forecast.empty')} text={t('forecast.emptyText')} />
          }
        />
      )}
    </>
  )
}
