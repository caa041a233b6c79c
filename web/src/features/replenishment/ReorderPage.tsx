import { Button } from '@mantine/core'
import { IconDownload, IconShoppingCart } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { forecastExportAdvice } from '@/api/gen/sdk.gen'
import { useDownload } from '@/shared/download'
import { inFirstHour } from '@/shared/first-hour'
import { useText } from '@/shared/i18n'
import { EmptyState } from '@/shared/ui/EmptyState'
import { ListPanel } from '@/shared/ui/ListPanel'
import { lateDialog } from '@/shared/ui/late-dialog'
import { ButtonLink } from '@/shared/ui/links'
import { PageHeader } from '@/shared/ui/PageHeader'
import { usePhone } from '@/shared/ui/use-phone'
import { useUser } from '@/shared/user'
import { AdviceFilters } from './AdviceFilters'
import { BudgetPart } from './BudgetPart'
import { budgeted, bySupplier, type Changed, keyOf } from './choice'
import { type Advice, adviceQuery, suggestedQuery } from './queries'
import { type AdviceSearch, LIMIT, listFilter, rowsFilter, type Sort } from './search'
import { useAdviceColumns } from './use-advice-columns'
import { useHeadline } from './use-headline'
import { usePlan } from './use-plan'

const SnoozeDialog = lateDialog(() => import('./SnoozeDialog').then((part) => part.SnoozeDialog))

const WhyDrawer = lateDialog(() => import('./WhyDrawer').then((part) => part.WhyDrawer))

const DraftsDialog = lateDialog(() => import('./DraftsDialog').then((part) => part.DraftsDialog))

type Props = {
  search: AdviceSearch
  onSearch: (change: AdviceSearch) => void
  /** The ways to what is about forecasts alone. */
  links: ReactNode
}

const none: Changed = new Map()

/** What is open over the list: drafts of some rows, or until when one sleeps. */
type Shown = { rows: readonly Advice[] } | { snoozed: Advice }

/** What to order, how many, by when, and why; what not, and why not. */
export function ReorderPage({ search, onSearch, links }: Props) {
  const { t, language, format } = useText()
  const { mayManage } = useUser()
  const phone = usePhone()
  const view = search.view ?? 'order'
  const [changed, setChanged] = useState<Changed>(none)
  const [open, show] = useState<Shown | null>(null)
  const list = useQuery(adviceQuery(listFilter(search, language)))
  const { view: _, ...others } = search
  const all = useQuery(suggestedQuery(rowsFilter(others, language)))
  const rows = all.data?.rows ?? []
  const { means, setMeans, plannable, plan, planned } = usePlan(search, rows)
  const chosen: Changed = new Map([...planned, ...changed])
  const outcome = budgeted(rows, chosen)
  const suppliers = bySupplier(rows, chosen)
  const headline = useHeadline(all.data, chosen)
  const download = useDownload(
    () =>
      forecastExportAdvice({
        query: { ...rowsFilter(search, language), spreadsheet: format.spreadsheet() },
        parseAs: 'blob',
      }),
    'replenishment.csv',
  )
  const { columns, phoneRow } = useAdviceColumns({
    view,
    changed,
    planned,
    onChange: (key, quantity) =>
      setChanged((before) => {
        const next = new Map(before)
        if (quantity === undefined) next.delete(key)
        else next.set(key, quantity)
        return next
      }),
    onWhy: (advice) => onSearch({ why: keyOf(advice) }),
    onSnooze: (snoozed) => show({ snoozed }),
    onOrder: (row) => show({ rows: [row] }),
  })

  return (
    <>
      <PageHeader title={t('reorder.title')} subtitle={headline} lines={3}>
        <Button
          variant="default"
          leftSection={<IconDownload size={18} aria-hidden />}
          loading={download.isPending}
          onClick={() => download.mutate()}
        >
          {t('common.export')}
        </Button>
        {phone ? links : null}
        {mayManage && (all.isPending || suppliers.length > 0) ? (
          <Button
            // Has its place before it is known how many there will be.
            style={all.isPending ? { visibility: 'hidden' } : undefined}
            leftSection={<IconShoppingCart size={18} aria-hidden />}
            onClick={() => show({ rows })}
          >
            {t('reorder.make', { count: suppliers.length || 1 })}
          </Button>
        ) : null}
      </PageHeader>
      {phone ? null : links}
      <AdviceFilters
        search={search}
        onSearch={(part) => onSearch({ ...part, page: undefined })}
        isBudgeted={means.budget !== null || means.carriage !== null}
        budget={
          mayManage && plannable && (all.isPending || rows.length > 0) ? (
            // Has its place before it is known what there is to spend it on.
            <div style={all.isPending ? { visibility: 'hidden' } : undefined}>
              <BudgetPart
                means={means}
                most={budgeted(rows, none).cost}
                plan={plan}
                chosen={outcome}
                onChange={(part) => setMeans((before) => ({ ...before, ...part }))}
              />
            </div>
          ) : null
        }
      />
      <ListPanel
        name="reorder"
        views
        label={t('reorder.title')}
        list={list}
        columns={columns}
        rowKey={keyOf}
        phone={phoneRow}
        sort={search.sort ?? 'money_at_risk'}
        onSort={(sort) => onSearch({ sort: sort as Sort, page: undefined })}
        pages={{ page: search.page ?? 1, limit: LIMIT, onChange: (page) => onSearch({ page }) }}
        empty={
          view === 'order' && inFirstHour() ? (
            <EmptyState
              icon={IconShoppingCart}
              title={t('reorder.notYet')}
              text={t('reorder.notYetText')}
            >
              <ButtonLink to="/">{t('reorder.firstSteps')}</ButtonLink>
            </EmptyState>
          ) : (
            <EmptyState
              icon={IconShoppingCart}
              title={t(`reorder.empty.${view}`)}
              {...(view === 'order' ? { text: t('reorder.emptyText') } : {})}
            />
          )
        }
      />
      {search.why ? (
        <WhyDrawer of={search.why} changed={chosen} onClose={() => onSearch({ why: undefined })} />
      ) : null}
      {open && 'rows' in open ? (
        <DraftsDialog
          rows={open.rows}
          changed={chosen}
          plan={plan}
          onDrafted={() => {
            const drafted = new Set(open.rows.map(keyOf))
            setChanged((before) => new Map([...before].filter(([key]) => !drafted.has(key))))
          }}
          onClose={() => show(null)}
        />
      ) : null}
      {open && 'snoozed' in open ? (
        <SnoozeDialog advice={open.snoozed} onClose={() => show(null)} />
      ) : null}
    </>
  )
}
