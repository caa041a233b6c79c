import { Badge, Button, Group } from '@mantine/core'
import { IconCalendarEvent } from '@tabler/icons-react'
import type { UseQueryResult } from '@tanstack/react-query'
import type { CalendarEvent } from '@/shared/calendar'
import { useText } from '@/shared/i18n'
import { useProductNames } from '@/shared/product-names'
import type { Column, PhoneRow } from '@/shared/ui/DataTable'
import { EmptyState } from '@/shared/ui/EmptyState'
import { ListPanel } from '@/shared/ui/ListPanel'
import { eventColours } from './event'
import { useEventText } from './use-event-text'

type Rows = { rows: CalendarEvent[]; total: number }

type Props = {
  list: UseQueryResult<Rows>
  /** Missing for those who only read. */
  onEdit: ((event: CalendarEvent) => void) | undefined
  onRemove: ((event: CalendarEvent) => void) | undefined
}

/** The entries one below the other, as phones show them. */
export function EventList({ list, onEdit, onRemove }: Props) {
  const { t } = useText()
  const { days } = useEventText()
  const products = useProductNames(
    (list.data?.rows ?? []).flatMap(({ product_id }) => (product_id === null ? [] : [product_id])),
  )
  const kind = (row: CalendarEvent) => (
    <Badge variant="light" color={eventColours[row.kind]} tt="none" fw={600}>
      {t(`calendar.kinds.${row.kind}`)}
    </Badge>
  )
  const scope = ({ product_id, category }: CalendarEvent) =>
    product_id === null
      ? (category ?? t('calendar.scopes.all'))
      : (products.get(product_id)?.name ?? t('sales.unknownProduct', { id: product_id }))
  const actions = (row: CalendarEvent) =>
    onEdit && onRemove && row.id !== null ? (
      <Group gap={4} justify="flex-end" wrap="nowrap">
        <Button
          variant="subtle"
          size="compact-sm"
          aria-label={t('calendar.editNamed', { name: row.name })}
          onClick={() => onEdit(row)}
        >
          {t('calendar.edit')}
        </Button>
        <Button
          variant="subtle"
          size="compact-sm"
          aria-label={t('calendar.cancelNamed', { name: row.name })}
          onClick={() => onRemove(row)}
        >
          {t('calendar.cancel')}
        </Button>
      </Group>
    ) : null
  const columns: Column<CalendarEvent>[] = [
    { key: 'days', title: t('calendar.days'), cell: days },
    { key: 'kind', title: t('calendar.kind'), cell: kind },
    { key: 'name', title: t('calendar.name'), cell: (row) => row.name },
    { key: 'scope', title: t('calendar.scope'), cell: scope },
    { key: 'actions', title: t('calendar.edit'), hideTitle: true, end: true, cell: actions },
  ]
  const phoneRow = (row: CalendarEvent): PhoneRow => ({
    title: row.name,
    value: kind(row),
    detail: days(row),
    extra: actions(row) ?? scope(row),
  })
  return (
    <ListPanel
      name="calendar"
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
  )
}
