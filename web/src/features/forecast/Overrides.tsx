import { Badge, Button, Group, Title } from '@mantine/core'
import { IconPencilPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useText } from '@/shared/i18n'
import type { Product } from '@/shared/products'
import { useToday } from '@/shared/shop/use-shop'
import type { Column, PhoneRow } from '@/shared/ui/DataTable'
import { ListPanel } from '@/shared/ui/ListPanel'
import { lateDialog } from '@/shared/ui/late-dialog'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { notifySuccess } from '@/shared/ui/toast'
import { useUser } from '@/shared/user'
import classes from './ForecastPage.module.css'
import {
  OVERRIDES_SHOWN,
  type Override,
  overrideStatus,
  overridesQuery,
  useWithdrawOverride,
} from './overrides'

const OverrideDialog = lateDialog(() =>
  import('./OverrideDialog').then((part) => part.OverrideDialog),
)

/** What planners have said of a product's days, how it stands, and how it did. */
export function Overrides({ product }: { product: Product }) {
  const { t } = useText()
  const { mayManage } = useUser()
  const [open, setOpen] = useState(false)
  const [page, setPage] = useState(1)
  const list = useQuery(overridesQuery(product.id, page))
  const withdraw = useWithdrawOverride()
  const { columns, phoneRow } = useOverrideRows(
    mayManage
      ? (override) =>
          withdraw.mutate(override.id, { onSuccess: () => notifySuccess(t('overrides.withdrawn')) })
      : undefined,
  )
  const none = list.data?.total === 0
  if (none && !mayManage) return null
  return (
    <section aria-labelledby="overrides" className={classes.overrides}>
      <Group justify="space-between" mb="sm">
        <Title order={2} id="overrides" fz={18}>
          {t('overrides.list')}
        </Title>
        {mayManage ? (
          <Button
            variant="default"
            leftSection={<IconPencilPlus size={18} aria-hidden />}
            onClick={() => setOpen(true)}
          >
            {t('overrides.adjust')}
          </Button>
        ) : null}
      </Group>
      <ProblemAlert failure={withdraw.error} />
      {none && !list.isError ? (
        <p className={classes.quiet}>{t('overrides.empty')}</p>
      ) : (
        <ListPanel
          name="overrides"
          label={t('overrides.list')}
          list={list}
          columns={columns}
          rowKey={(row) => row.id}
          phone={phoneRow}
          pages={{ page, limit: OVERRIDES_SHOWN, onChange: setPage }}
        />
      )}
      <OverrideDialog opened={open} onClose={() => setOpen(false)} product={product} />
    </section>
  )
}

function useOverrideRows(onWithdraw: ((override: Override) => void) | undefined) {
  const { t, format } = useText()
  const today = useToday()
  const days = ({ first_day, last_day }: Override) =>
    first_day === last_day
      ? format.day(first_day)
      : t('common.period', { from: format.day(first_day), to: format.day(last_day) })
  const what = ({ percentage, units }: Override) =>
    percentage === null
      ? t('overrides.perDay', { units: format.decimal(units ?? 0) })
      : `${format.signed(percentage)} %`
  const state = (row: Override) => {
    const at = overrideStatus(row, today)
    return (
      <Badge
        variant="light"
        color={at === 'inForce' || at === 'coming' ? 'pine' : 'gray'}
        tt="none"
        fw={600}
      >
        {t(`overrides.status.${at}`)}
      </Badge>
    )
  }
  const outcome = ({ score }: Override) => {
    if (score?.wape == null || score.baseline_wape === null) return ''
    const better = score.wape <= score.baseline_wape
    return t(better ? 'overrides.better' : 'overrides.worse', {
      planner: format.percent(score.wape),
      model: format.percent(score.baseline_wape),
    })
  }
  const takeBack = (row: Override) => {
    const at = overrideStatus(row, today)
    if (!onWithdraw || (at !== 'inForce' && at !== 'coming')) return null
    return (
      <Button variant="subtle" size="compact-sm" onClick={() => onWithdraw(row)}>
        {t('overrides.withdraw')}
      </Button>
    )
  }
  const columns: Column<Override>[] = [
    { key: 'days', title: t('overrides.days'), cell: days },
    { key: 'what', title: t('overrides.what'), end: true, cell: what },
    { key: 'note', title: t('overrides.note'), cell: (row) => row.note },
    { key: 'state', title: t('overrides.state'), cell: state },
    { key: 'outcome', title: t('overrides.outcome'), cell: outcome },
    { key: 'withdraw', title: t('overrides.withdraw'), hideTitle: true, end: true, cell: takeBack },
  ]
  const phoneRow = (row: Override): PhoneRow => ({
    title: row.note,
    value: <strong>{what(row)}</strong>,
    detail: days(row),
    extra: takeBack(row) ?? (outcome(row) || state(row)),
  })
  return { columns, phoneRow }
}
