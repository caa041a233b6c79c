import { Badge, Button } from '@mantine/core'
import { IconCalendarEvent, IconCalendarPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type CalendarEvent, calendarQuery } from '@/shared/calendar'
import { addDays } from '@/shared/day'
import { useText } from '@/shared/i18n'
import { useProductNames } from '@/shared/product-names'
import { useToday } from '@/shared/shop/use-shop'
import type { Column, PhoneRow } from '@/shared/ui/DataTable'
import { EmptyState } from '@/shared/ui/EmptyState'
import { ListPanel } from '@/shared/ui/ListPanel'
import { PageHeader } from '@/shared/ui/PageHeader'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { notifySuccess } from '@/shared/ui/toast'
import { useUser } from '@/shared/user'
import { EventDialog } from './EventDialog'
import { useCancelEvent } from './queries'

const colours = { promotion: 'pine', closure: 'red', holiday: 'gray' } as const
const TWO_YEARS_DAYS = 2 * 365

/** What forecasts take into account: promotions, closures and public holidays, from last month on. */
export function CalendarPage() {
  const { t, language } = useText()
  const { mayManage } = useUser()
  const today = useToday()
  const [open, setOpen] = useState(false)
  const [from, setFrom] = useState<string>()
  const list = useQuery(calendarQuery(language, from))
  const cancel = useCancelEvent()
  const { columns, phoneRow } = useEventRows(
    list.data?.rows ?? [],
    mayManage
      ? (id) => cancel.mutate(id, { onSuccess: () => notifySuccess(t('calendar.cancelled')) })
      : undefined,
  )
  return (
    <>
      <PageHeader title={t('calendar.title')} subtitle={t('calendar.subtitle')}>
        {from ? null : (
          <Button variant="default" onClick={() => setFrom(addDays(today, -TWO_YEARS_DAYS))}>
            {t('calendar.earlier')}
          </Button>
        )}
        {mayManage ? (
          <Button
            leftSection={<IconCalendarPlus size={18} aria-hidden />}
            onClick={() => setOpen(true)}
          >
            {t('calendar.new')}
          </Button>
        ) : null}
      </PageHeader>
      <ProblemAlert failure={cancel.error} />
      <ListPanel
        label={t('calendar.title')}
        list={list}
        columns={columns}
        rowKey={(row) => row.id ?? `${row.first_day} ${row.name}`}
        phone={phoneRow}
        empty={
          <EmptyState
            icon={IconCalendarEvent}
            title={t('calendar.empty')}
            text={t('calendar.emptyText')}
          />
        }
      />
      <EventDialog opened={open} onClose={() => setOpen(false)} />
    </>
  )
}

function useEventRows(
  events: readonly CalendarEvent[],
  onCancel: ((id: number) => void) | undefined,
) {
  const { t, format } = useText()
  const products = useProductNames(
    events.flatMap(({ product_id }) => (product_id === null ? [] : [product_id])),
  )
  const days = ({ first_day, last_day }: CalendarEvent) =>
    first_day === last_day
      ? format.day(first_day)
      : t('common.period', { from: format.day(first_day), to: format.day(last_day) })
  const kind = (row: CalendarEvent) => (
    <Badge variant="light" color={colours[row.kind]} tt="none" fw={600}>
      {t(`calendar.kinds.${row.kind}`)}
    </Badge>
  )
  const scope = ({ product_id, category }: CalendarEvent) =>
    product_id === null
      ? (category ?? t('calendar.scopes.all'))
      : (products.get(product_id)?.name ?? t('sales.unknownProduct', { id: product_id }))
  const takeBack = ({ id }: CalendarEvent) =>
    onCancel && id !== null ? (
      <Button variant="subtle" size="compact-sm" onClick={() => onCancel(id)}>
        {t('calendar.cancel')}
      </Button>
    ) : null
  const columns: Column<CalendarEvent>[] = [
    { key: 'days', title: t('calendar.days'), cell: days },
    { key: 'kind', title: t('calendar.kind'), cell: kind },
    { key: 'name', title: t('calendar.name'), cell: (row) => row.name },
    { key: 'scope', title: t('calendar.scope'), cell: scope },
    { key: 'cancel', title: t('calendar.cancel'), hideTitle: true, end: true, cell: takeBack },
  ]
  const phoneRow = (row: CalendarEvent): PhoneRow => ({
    title: row.name,
    value: kind(row),
    detail: days(row),
    extra: takeBack(row) ?? scope(row),
  })
  return { columns, phoneRow }
}
