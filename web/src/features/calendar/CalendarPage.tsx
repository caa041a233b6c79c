import { Button, SegmentedControl } from '@mantine/core'
import { IconCalendarPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type CalendarEvent, calendarQuery, wholeCalendarQuery } from '@/shared/calendar'
import { useText } from '@/shared/i18n'
import { useToday } from '@/shared/shop/use-shop'
import { lateDialog } from '@/shared/ui/late-dialog'
import { PageHeader } from '@/shared/ui/PageHeader'
import { usePhone } from '@/shared/ui/use-phone'
import { useUser } from '@/shared/user'
import type { Editing } from './EventDialog'
import { EventList } from './EventList'
import { MonthPart } from './MonthPart'
import { type Month, monthOf } from './month'
import { RemoveDialog } from './RemoveDialog'
import type { CalendarSearch, View } from './search'

const EventDialog = lateDialog(() => import('./EventDialog').then((part) => part.EventDialog))

type Props = { search: CalendarSearch; onSearch: (search: CalendarSearch) => void }

/** What forecasts take into account: promotions, closures and public holidays. */
export function CalendarPage({ search, onSearch }: Props) {
  const { t } = useText()
  const { mayManage } = useUser()
  const today = useToday()
  const phone = usePhone()
  const [editing, setEditing] = useState<Editing | null>(null)
  const [removing, setRemoving] = useState<CalendarEvent | null>(null)
  const asList = phone || search.view === 'list'
  const onEvent = mayManage ? (event: CalendarEvent) => setEditing({ event }) : undefined
  return (
    <>
      <PageHeader title={t('calendar.title')} subtitle={t('calendar.subtitle')}>
        {phone ? null : (
          <SegmentedControl
            aria-label={t('calendar.view')}
            value={asList ? 'list' : 'month'}
            onChange={(view) => onSearch({ ...search, view: view as View })}
            data={[
              { value: 'month', label: t('calendar.views.month') },
              { value: 'list', label: t('calendar.views.list') },
            ]}
          />
        )}
        {mayManage ? (
          <Button
            leftSection={<IconCalendarPlus size={18} aria-hidden />}
            onClick={() => setEditing({ day: today })}
          >
            {t('calendar.new')}
          </Button>
        ) : null}
      </PageHeader>
      {asList ? (
        <ListPart onEdit={onEvent} onRemove={mayManage ? setRemoving : undefined} />
      ) : (
        <MonthPart
          month={search.month ?? monthOf(today)}
          onMonth={(month: Month) => onSearch({ ...search, month })}
          onDay={mayManage ? (day) => setEditing({ day }) : undefined}
          onEvent={onEvent}
        />
      )}
      {editing ? (
        <EventDialog
          editing={editing}
          onClose={() => setEditing(null)}
          onRemove={(event) => {
            setEditing(null)
            setRemoving(event)
          }}
        />
      ) : null}
      <RemoveDialog event={removing} onClose={() => setRemoving(null)} />
    </>
  )
}

type ListProps = {
  onEdit: ((event: CalendarEvent) => void) | undefined
  onRemove: ((event: CalendarEvent) => void) | undefined
}

function ListPart({ onEdit, onRemove }: ListProps) {
  const { t, language } = useText()
  const today = useToday()
  const [earlier, setEarlier] = useState(false)
  const list = useQuery(
    earlier ? wholeCalendarQuery(language, today) : calendarQuery(language, undefined),
  )
  return (
    <>
      {earlier ? null : (
        <Button variant="default" mb="md" onClick={() => setEarlier(true)}>
          {t('calendar.earlier')}
        </Button>
      )}
      <EventList list={list} onEdit={onEdit} onRemove={onRemove} />
    </>
  )
}
